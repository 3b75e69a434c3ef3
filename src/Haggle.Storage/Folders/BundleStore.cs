using System.Security.Cryptography;
using Haggle.Engine.Ports;

namespace Haggle.Storage.Folders;

/// <summary>The files that jobs take along, each bundle under the hash of its content: the same files are kept once, whoever sends them.</summary>
public sealed class BundleStore
{
    private const int BufferBytes = 128 * 1024;

    private readonly string _root;
    private readonly TimeProvider _time;

    /// <summary>Makes a store.</summary>
    /// <param name="root">The folder of the bundles; made when needed.</param>
    /// <param name="time">The clock by which bundles grow old.</param>
    public BundleStore(string root, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentNullException.ThrowIfNull(time);
        _root = root;
        _time = time;
    }

    /// <summary>Whether a text is a SHA-256 in lower-case hex: the only thing that is ever made into a file name here.</summary>
    public static bool IsHash(string sha256) => sha256 is { Length: 64 } && sha256.All(char.IsAsciiHexDigitLower);

    /// <summary>The file of a bundle, which need not exist.</summary>
    /// <exception cref="ArgumentException">The text is no hash.</exception>
    public string PathOf(string sha256) =>
        IsHash(sha256) ? Path.Combine(_root, sha256 + ".tar") : throw new ArgumentException("a bundle is named by its SHA-256 in lower-case hex", nameof(sha256));

    /// <summary>Whether a bundle is here. Asking keeps it from being pruned for as long again.</summary>
    public bool Contains(string sha256)
    {
        var path = PathOf(sha256);
        if (!File.Exists(path)) return false;
        File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime);
        return true;
    }

    /// <summary>The size of a bundle in bytes; 0 for none, or one that is not here.</summary>
    public long Length(string sha256)
    {
        ArgumentNullException.ThrowIfNull(sha256);
        return sha256.Length > 0 && new FileInfo(PathOf(sha256)) is { Exists: true, Length: var bytes } ? bytes : 0;
    }

    /// <summary>Opens a bundle for reading; null when it is not here.</summary>
    public Stream? Open(string sha256)
    {
        var path = PathOf(sha256);
        return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, useAsync: true) : null;
    }

    /// <summary>Takes a bundle. It is there whole or not at all; one that is there already is replaced by the same content.</summary>
    /// <exception cref="InvalidDataException">The content has another hash.</exception>
    /// <exception cref="StoreException">The disk is full or fails.</exception>
    public async Task PutAsync(string sha256, Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var path = PathOf(sha256);
        var unfinished = $"{path}.{RandomNumberGenerator.GetHexString(8)}.tmp";
        try
        {
            Directory.CreateDirectory(_root);
            var found = await CopyAsync(content, unfinished, cancellationToken);
            if (found != sha256) throw new InvalidDataException($"the bundle's content has the hash {found}, not {sha256}: it was damaged on the way, send it again");
            File.Move(unfinished, path, overwrite: true);
            File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime);
        }
        catch (Exception cause) when (Disk.IsFault(cause))
        {
            throw Disk.Fault(path, cause);
        }
        finally
        {
            if (File.Exists(unfinished)) File.Delete(unfinished);
        }
    }

    /// <summary>Deletes bundles that nobody refers to and that were not asked for lately, and what was left behind unfinished.</summary>
    /// <param name="referenced">The hashes that runs refer to.</param>
    /// <param name="unusedFor">How long a bundle must not have been asked for: a client may send it before it submits the run.</param>
    /// <returns>How many files were deleted.</returns>
    public int Prune(IReadOnlySet<string> referenced, TimeSpan unusedFor)
    {
        ArgumentNullException.ThrowIfNull(referenced);
        if (!Directory.Exists(_root)) return 0;
        var before = _time.GetUtcNow() - unusedFor;
        var old = new DirectoryInfo(_root).EnumerateFiles()
            .Where(file => file.LastWriteTimeUtc < before.UtcDateTime && !referenced.Contains(Path.GetFileNameWithoutExtension(file.Name)))
            .ToArray();
        foreach (var file in old) file.Delete();
        return old.Length;
    }

    private static async Task<string> CopyAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        var buffer = new byte[BufferBytes];
        int count;
        while ((count = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer.AsSpan(0, count));
            await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        file.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
