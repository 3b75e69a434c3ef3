using System.Text;

namespace Haggle.Agent.Progress;

/// <summary>
/// Follows a file that somebody else appends to and picks the lines that the agent must read. Memory is bounded whatever is written: a line that is
/// longer than the limit is skipped. Not thread-safe.
/// </summary>
internal sealed class LineTail(string path)
{
    /// <summary>A longer line is not a report.</summary>
    public const int MaxLine = 64 * 1024;

    private static readonly byte[] PrefixBytes = Encoding.ASCII.GetBytes(TaskLineReader.Prefix);

    private readonly byte[] chunk = new byte[64 * 1024];
    private readonly List<byte> line = [];
    private bool skipping;

    /// <summary>How far it has read.</summary>
    public long Offset { get; private set; }

    /// <summary>Reads what is new, at most so many bytes, and hands on each report.</summary>
    /// <returns>Whether there is more to read now.</returns>
    public bool Read(long maxBytes, Action<TaskLine> told)
    {
        if (!File.Exists(path)) return false;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        for (long read = 0; read < maxBytes;)
        {
            var count = RandomAccess.Read(file.SafeFileHandle, chunk, Offset);
            if (count == 0) return false;
            Offset += count;
            read += count;
            Split(chunk.AsSpan(0, count), told);
        }

        return true;
    }

    private void Split(ReadOnlySpan<byte> bytes, Action<TaskLine> told)
    {
        while (bytes.Length > 0)
        {
            var newline = bytes.IndexOf((byte)'\n');
            Add(newline < 0 ? bytes : bytes[..newline]);
            if (newline < 0) return;
            bytes = bytes[(newline + 1)..];
            if (!skipping && line.Count > PrefixBytes.Length && TaskLineReader.Read(Encoding.UTF8.GetString([.. line]).TrimEnd('\r')) is { } report) told(report);
            line.Clear();
            skipping = false;
        }
    }

    private void Add(ReadOnlySpan<byte> part)
    {
        if (skipping) return;
        line.AddRange(part);
        // Most lines are nobody's report: drop them as soon as that is clear, so that a log of gigabytes costs no copying.
        var known = Math.Min(line.Count, PrefixBytes.Length);
        for (var i = 0; i < known; i++) skipping |= line[i] != PrefixBytes[i];
        skipping |= line.Count > MaxLine;
        if (skipping) line.Clear();
    }
}
