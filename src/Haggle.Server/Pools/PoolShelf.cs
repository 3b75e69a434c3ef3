using System.Collections.Immutable;
using System.Text;
using Haggle.Core.Pools;
using Haggle.TaskFiles.Pools;

namespace Haggle.Server.Pools;

/// <summary>
/// The pool file of a state folder. It is read again when it has changed; while it has mistakes, what it said before counts: a slip of the pen must not end
/// anybody's machines. Thread-safe.
/// </summary>
internal sealed partial class PoolShelf(string path, ILogger<PoolShelf> log)
{
    // Nobody describes a pool in more.
    private const long LargestFile = 16 << 20;

    private readonly Lock _gate = new();
    private ImmutableArray<PoolMachine> _machines = [];
    private (DateTime At, long Length) _read;

    public string Path => path;

    /// <summary>What is wrong with the file, as messages with line and column; "" for nothing.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>The machines as of now.</summary>
    public ImmutableArray<PoolMachine> Machines()
    {
        lock (_gate)
        {
            var file = new FileInfo(path);
            var state = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
            if (state == _read) return _machines;
            _read = state;
            Problem = "";
            if (!file.Exists) return _machines = [];
            try
            {
                if (file.Length > LargestFile) throw new IOException($"it is larger than {LargestFile >> 20} MiB");
                var (machines, problems) = PoolFile.Read(path, File.ReadAllBytes(path));
                if (machines is { } read) return _machines = read;
                Problem = string.Join('\n', problems.Where(problem => problem.IsError));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                Problem = $"{path} cannot be read: {fault.Message}";
            }

            LogBad(path, Problem);
            return _machines;
        }
    }

    /// <summary>Changes the pool; the file is written whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Change(Func<ImmutableArray<PoolMachine>, ImmutableArray<PoolMachine>> change)
    {
        lock (_gate)
        {
            var part = path + ".part";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
            using (var file = new FileStream(part, options))
            {
                file.Write(Encoding.UTF8.GetBytes(PoolText.Of(change(Machines()))));
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
            _read = default;
            Machines();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "the pool file {Path} has mistakes; what it said before counts: {Problem}")]
    private partial void LogBad(string path, string problem);
}
