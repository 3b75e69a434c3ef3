namespace Haggle.Agent.Files;

/// <summary>
/// The program's log as readers see it. Offsets are those of the file. What is printed beyond the limit is not kept: the file goes on growing in
/// name only, its blocks are given back.
/// </summary>
internal sealed class TaskLog(string path)
{
    /// <summary>More than this of one program's output is not kept, so that a loop that prints does not fill the training's disk.</summary>
    public const long MaxBytes = 2L * 1024 * 1024 * 1024;

    /// <summary>The most that one answer carries.</summary>
    public const int MaxPiece = 1024 * 1024;

    private const long HoleStep = 64 * 1024 * 1024;

    private long holeUntil = MaxBytes;

    /// <summary>How much of a log can be read.</summary>
    public static long VisibleLength(string path) => new FileInfo(path) is { Exists: true } file ? Math.Min(file.Length, MaxBytes) : 0;

    /// <summary>Reads a piece; empty at the end.</summary>
    public byte[] Read(long offset, long length)
    {
        var left = VisibleLength(path) - offset;
        if (offset < 0 || left <= 0 || length <= 0) return [];
        var piece = new byte[Math.Min(Math.Min(left, length), MaxPiece)];
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var count = RandomAccess.Read(file, piece, offset);
        return count == piece.Length ? piece : piece[..count];
    }

    /// <summary>Gives back the disk space of what lies beyond the limit.</summary>
    public void Trim()
    {
        if (new FileInfo(path) is not { Exists: true } file || file.Length < holeUntil + HoleStep) return;
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        // One block is left at the end for what is being appended now.
        if (Native.PunchHole(handle, MaxBytes, file.Length - MaxBytes)) holeUntil = file.Length;
    }
}
