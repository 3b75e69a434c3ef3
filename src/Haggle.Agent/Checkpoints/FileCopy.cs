using System.Security.Cryptography;

namespace Haggle.Agent.Checkpoints;

/// <summary>Copies a file and hashes what it copies. A copy, never a link: programs rewrite their files in place.</summary>
internal static class FileCopy
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>Copies a file, makes it durable, and gives the SHA-256 in lower-case hex and the number of bytes.</summary>
    public static async Task<(string Sha256, long Bytes)> CopyAsync(string from, string to, bool durable, CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(to) is { } folder) Directory.CreateDirectory(folder);
        await using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        await using var target = new FileStream(to, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[(int)Math.Clamp(source.Length, 4096, BufferBytes)];
        long bytes = 0;
        for (int count; (count = await source.ReadAsync(buffer, cancellationToken)) > 0; bytes += count)
        {
            hash.AppendData(buffer, 0, count);
            await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        if (durable) target.Flush(flushToDisk: true);
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), bytes);
    }
}
