using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Haggle.Core.Runs;

namespace Haggle.Storage.Folders;

/// <summary>Reads what a checkpoint folder says about itself. Its files are verified by whoever restores them, not here.</summary>
internal static class CheckpointFolder
{
    public const string Manifest = "manifest.json";

    // A manifest names each file in about 150 bytes: enough for a hundred thousand files.
    private const long ManifestBytesMax = 16 << 20;

    /// <summary>The epoch in a folder's name ("EPOCH-SEQUENCE", perhaps with ".tmp-..." behind); false when the name is no checkpoint's.</summary>
    public static bool TryEpoch(string name, out int epoch)
    {
        epoch = 0;
        var dash = name.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && int.TryParse(name.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out epoch);
    }

    /// <summary>The checkpoint in a folder; null when there is no complete one with a readable manifest.</summary>
    public static CheckpointRef? TryRead(string folder)
    {
        var id = Path.GetFileName(folder);
        if (id.Contains(".tmp-", StringComparison.Ordinal) || !TryEpoch(id, out var epoch)) return null;
        var manifest = new FileInfo(Path.Combine(folder, Manifest));
        try
        {
            if (!manifest.Exists || manifest.Length > ManifestBytesMax) return null;
            var bytes = File.ReadAllBytes(manifest.FullName);
            using var document = JsonDocument.Parse(bytes);
            return Read(id, epoch, document.RootElement, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (Exception cause) when (cause is JsonException or FormatException or FileNotFoundException or DirectoryNotFoundException)
        {
            // Torn by a full disk or pruned while we look: not a checkpoint.
            return null;
        }
    }

    private static CheckpointRef? Read(string id, int epoch, JsonElement manifest, string sha256)
    {
        if (manifest.ValueKind is not JsonValueKind.Object) return null;
        if (!manifest.TryGetProperty("id", out var said) || said.ValueKind is not JsonValueKind.String || said.GetString() != id) return null;
        if (!manifest.TryGetProperty("files", out var files) || files.ValueKind is not JsonValueKind.Array) return null;
        var step = manifest.TryGetProperty("step", out var told) && told.TryGetInt64(out var number) ? number : -1;
        var size = manifest.TryGetProperty("bytes", out var all) && all.TryGetInt64(out var total) ? total : 0;
        var savedAt = manifest.TryGetProperty("saved_at", out var when) && when.TryGetDateTimeOffset(out var at) ? at : default;
        return new CheckpointRef(id, epoch, step, size, sha256, savedAt);
    }
}
