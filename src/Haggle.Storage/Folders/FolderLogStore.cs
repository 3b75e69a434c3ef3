using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Storage.Folders;

/// <summary>Logs in files, <c>RUN/EPOCH-RANK.log</c>. The length of the file is the whole bookkeeping, so that no crash can make it wrong.</summary>
public sealed class FolderLogStore : ILogStore
{
    private readonly string _root;

    /// <summary>Makes a store.</summary>
    /// <param name="root">The folder that holds one folder for each run; made when needed.</param>
    public FolderLogStore(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        _root = root;
    }

    /// <summary>The file of a log, which need not exist yet.</summary>
    public string PathOf(RunId run, int epoch, int rank) => Path.Combine(_root, run.ToString(), $"{epoch}-{rank}.log");

    /// <inheritdoc/>
    public long Length(RunId run, int epoch, int rank)
    {
        var file = new FileInfo(PathOf(run, epoch, rank));
        return file.Exists ? file.Length : 0;
    }

    /// <inheritdoc/>
    /// <exception cref="StoreException">The disk is full or fails; what was added is known by <see cref="Length"/>.</exception>
    public async Task AppendAsync(RunId run, int epoch, int rank, LogPiece piece, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(piece);
        var path = PathOf(run, epoch, rank);
        try
        {
            var length = Length(run, epoch, rank);
            if (piece.Offset > length)
                throw new InvalidOperationException($"{path} has {length} bytes; a piece from {piece.Offset} on would leave a gap");
            if (piece.Bytes.Length <= length - piece.Offset) return;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            await file.WriteAsync(piece.Bytes[(int)(length - piece.Offset)..], cancellationToken);
        }
        catch (Exception cause) when (Disk.IsFault(cause))
        {
            throw Disk.Fault(path, cause);
        }
    }

    /// <summary>Reads a log from an offset; an empty piece when there is nothing (yet).</summary>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(RunId run, int epoch, int rank, long offset, int maxBytes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        var path = PathOf(run, epoch, rank);
        if (Length(run, epoch, rank) <= offset) return ReadOnlyMemory<byte>.Empty;
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            file.Seek(offset, SeekOrigin.Begin);
            var bytes = new byte[Math.Min(maxBytes, Math.Max(0, file.Length - offset))];
            return bytes.AsMemory(0, await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken));
        }
        catch (Exception cause) when (Disk.IsFault(cause))
        {
            throw Disk.Fault(path, cause);
        }
    }
}
