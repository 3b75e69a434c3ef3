using System.Globalization;
using System.Security.Cryptography;

namespace Charlm;

/// <summary>The checkpoints of one training: each a file that ends with the SHA-256 of all before it, so that a torn one is recognised.</summary>
internal sealed class CheckpointFolder(string path, TextWriter complaints)
{
    // Three, so that one may be torn and one may still be on its way to the store while the next is written.
    private const int Kept = 3;
    private const string Suffix = ".ckpt";
    private static readonly byte[] Magic = "charlm-checkpoint-1\n"u8.ToArray();

    /// <summary>Writes under a temporary name, flushes to the disk and renames: the name appears only when the content is complete.</summary>
    /// <returns>The file's name within the folder.</returns>
    public string Save(Trainer trainer)
    {
        Directory.CreateDirectory(path);
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            trainer.Save(writer);
        }

        var bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        var name = "step-" + trainer.Step.ToString("D9", CultureInfo.InvariantCulture) + Suffix;
        var temporary = Path.Combine(path, "." + name + ".tmp");
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            file.Write(bytes);
            file.Write(SHA256.HashData(bytes));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, Path.Combine(path, name), overwrite: true);
        foreach (var old in NewestFirst().Skip(Kept)) File.Delete(old);
        return name;
    }

    /// <summary>Loads the newest checkpoint that is whole. A damaged one is named, and the one before it is used.</summary>
    /// <returns>The file's name, or null when there is none to continue.</returns>
    public string? Load(Trainer trainer)
    {
        if (!Directory.Exists(path)) return null;
        foreach (var leftover in Directory.EnumerateFiles(path, ".*" + Suffix + ".tmp")) File.Delete(leftover);
        foreach (var file in NewestFirst())
        {
            var bytes = File.ReadAllBytes(file);
            if (Fault(bytes) is { } fault)
            {
                complaints.WriteLine($"charlm: checkpoint {file} is damaged ({fault}); using the one before it");
                continue;
            }

            using var reader = new BinaryReader(new MemoryStream(bytes, Magic.Length, bytes.Length - Magic.Length));
            trainer.Load(reader);
            return Path.GetFileName(file);
        }

        return null;
    }

    private static string? Fault(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Magic.Length + SHA256.HashSizeInBytes) return $"only {bytes.Length} bytes";
        if (!bytes.StartsWith(Magic)) return "not a charlm checkpoint";
        return SHA256.HashData(bytes[..^SHA256.HashSizeInBytes]).AsSpan().SequenceEqual(bytes[^SHA256.HashSizeInBytes..])
            ? null
            : "its hash does not match its content";
    }

    private IEnumerable<string> NewestFirst() =>
        Directory.GetFiles(path, "step-*" + Suffix).OrderDescending(StringComparer.Ordinal);
}
