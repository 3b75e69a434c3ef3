using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Haggle.Buckets;
using Haggle.Core.Runs;

namespace Haggle.Storage.Buckets;

/// <summary>Reads what a checkpoint in a bucket says about itself, and whether all that it names is there. Contents are verified by whoever restores it.</summary>
internal static class ManifestReader
{
    // A manifest names each file in about 150 bytes: enough for a hundred thousand files.
    private const long BytesMax = 16 << 20;

    /// <summary>The checkpoint; null when it is not complete.</summary>
    public static async Task<CheckpointRef?> ReadAsync(RemoteFolder folder, string id, IReadOnlyDictionary<string, long> files, CancellationToken cancellationToken)
    {
        var place = RunKeys.OfCheckpoint(id);
        if (!files.TryGetValue($"{place}/{RunKeys.Manifest}", out var size) || size is <= 0 or > BytesMax) return null;
        if (await folder.ReadAsync($"{place}/{RunKeys.Manifest}", cancellationToken).ConfigureAwait(false) is not { } bytes) return null;
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return Read(id, document.RootElement, Convert.ToHexStringLower(SHA256.HashData(bytes)), files);
        }
        catch (Exception torn) when (torn is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static CheckpointRef? Read(string id, JsonElement manifest, string sha256, IReadOnlyDictionary<string, long> files)
    {
        if (manifest.GetProperty("id").GetString() != id) return null;
        foreach (var file in manifest.GetProperty("files").EnumerateArray())
        {
            // An empty file's size is zero, which the manifest's writer leaves out.
            var bytes = file.TryGetProperty("bytes", out var told) ? told.GetInt64() : 0;
            var key = $"{RunKeys.OfCheckpoint(id)}/{RunKeys.Files}/{file.GetProperty("path").GetString()}";
            if (!files.TryGetValue(key, out var there) || (there >= 0 && there != bytes)) return null;
        }

        return new CheckpointRef(
            id,
            int.Parse(id.AsSpan(0, id.IndexOf('-', StringComparison.Ordinal)), CultureInfo.InvariantCulture),
            manifest.TryGetProperty("step", out var step) ? step.GetInt64() : -1,
            manifest.TryGetProperty("bytes", out var total) ? total.GetInt64() : 0,
            sha256,
            manifest.TryGetProperty("saved_at", out var saved) ? saved.GetDateTimeOffset() : default);
    }
}
