using System.Globalization;
using System.Text;

namespace Haggle.Agent.Files;

/// <summary>
/// The program's log as readers see it. Offsets are those of the file. Values of secrets are covered. What is printed beyond the limit is not kept: the file goes
/// on growing in name only, its blocks are given back, and a last line says so.
/// </summary>
/// <param name="path">The file that the program's shell appends to.</param>
/// <param name="limit">How many bytes are kept for readers.</param>
/// <param name="mask">What is covered, by the newest order.</param>
internal sealed class TaskLog(string path, long limit, Func<SecretMask> mask)
{
    /// <summary>The usual limit: more than this of one program's output is not kept, so that a loop that prints does not fill the training's disk.</summary>
    public const long UsualLimit = 2L * 1024 * 1024 * 1024;

    /// <summary>The most that one answer carries.</summary>
    public const int MaxPiece = 1024 * 1024;

    // Blocks are given back in steps; a little behind the limit is left, because a secret may lie across it.
    private const long HoleStep = 64 * 1024 * 1024;
    private const long HoleMargin = 64 * 1024;

    private readonly byte[] notice = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\nhaggle: this log has reached its limit of {limit:N0} bytes; what the program prints from here on is not kept\n"));
    private long holeUntil;

    /// <summary>How much of the log can be read.</summary>
    /// <param name="isOver">Whether nothing follows; otherwise what may be the beginning of a secret is held back.</param>
    public long Length(bool isOver)
    {
        if (new FileInfo(path) is not { Exists: true, Length: var written }) return 0;
        var settled = isOver ? written : written - Unfinished(written);
        return settled > limit ? limit + notice.Length : settled;
    }

    /// <summary>Reads a piece; empty at the end.</summary>
    public byte[] Read(long offset, long length, bool isOver)
    {
        var end = Length(isOver);
        if (offset < 0 || offset >= end || length <= 0) return [];
        end = Math.Min(end, offset + Math.Min(length, MaxPiece));
        var kept = Covered(offset, Math.Min(end, limit));
        if (end <= limit) return kept;
        var from = Math.Max(offset, limit);
        return [.. kept, .. notice.AsSpan((int)(from - limit), (int)(end - from))];
    }

    /// <summary>Gives back the disk space of what lies beyond the limit.</summary>
    public void Trim()
    {
        if (new FileInfo(path) is not { Exists: true, Length: var written } || written < Math.Max(holeUntil, limit) + Math.Min(HoleStep, limit)) return;
        try
        {
            using var handle = Open(FileAccess.Write);
            holeUntil = written;
            if (written > limit + HoleMargin) Native.PunchHole(handle, limit + HoleMargin, written - limit - HoleMargin);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The program moved or closed its log; it is looked at again when it has grown.
        }
    }

    private byte[] Covered(long from, long to)
    {
        if (from >= to) return [];
        var cover = mask();
        var before = (int)Math.Min(from, cover.Reach);
        var window = Raw(from - before, to + cover.Reach);
        cover.Cover(window);
        return window[before..Math.Min(window.Length, (int)(to - from) + before)];
    }

    private int Unfinished(long written) => mask() is { Reach: > 0 and var reach } cover ? cover.Unfinished(Raw(Math.Max(0, written - reach), written)) : 0;

    private byte[] Raw(long from, long to)
    {
        using var file = Open(FileAccess.Read);
        var bytes = new byte[to - from];
        var read = 0;
        for (int count; read < bytes.Length && (count = RandomAccess.Read(file, bytes.AsSpan(read), from + read)) > 0;) read += count;
        return read == bytes.Length ? bytes : bytes[..read];
    }

    private Microsoft.Win32.SafeHandles.SafeFileHandle Open(FileAccess access) => File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
}
