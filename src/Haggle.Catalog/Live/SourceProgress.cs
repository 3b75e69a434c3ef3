namespace Haggle.Catalog.Live;

/// <summary>How far a source is, for whoever watches. Thread-safe.</summary>
public sealed class SourceProgress(string name)
{
    private long _bytes;
    private long _rows;
    private int _parts;
    private int _partsDone;
    private volatile string _note = "";
    private volatile SourceState _state = SourceState.Waiting;

    /// <summary>The source.</summary>
    public string Name { get; } = name;

    /// <summary>Bytes that came over the network.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Prices kept of what was read.</summary>
    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>How many files or pages there are to fetch; 0 before that is known.</summary>
    public int Parts => Volatile.Read(ref _parts);

    public int PartsDone => Volatile.Read(ref _partsDone);

    /// <summary>What holds it up; "" when nothing does.</summary>
    public string Remark => _note;

    public SourceState State => _state;

    internal void AddBytes(int bytes) => Interlocked.Add(ref _bytes, bytes);

    internal void AddRows(long rows) => Interlocked.Add(ref _rows, rows);

    internal void Plan(int parts) => Volatile.Write(ref _parts, parts);

    internal void PartDone() => Interlocked.Increment(ref _partsDone);

    internal void Note(string note) => _note = note;

    internal void Enter(SourceState state) => _state = state;
}
