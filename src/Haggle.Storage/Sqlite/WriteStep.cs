namespace Haggle.Storage.Sqlite;

/// <summary>Something to write that waits for its turn.</summary>
internal abstract class WriteStep
{
    private const int Waiting = 0;
    private const int Claimed = 1;
    private const int Abandoned = 2;
    private int _state;

    /// <summary>Whether it has its answer.</summary>
    public abstract bool IsDone { get; }

    /// <summary>Takes it for writing; false when nobody wants it any more.</summary>
    public bool TryClaim() => Interlocked.CompareExchange(ref _state, Claimed, Waiting) == Waiting;

    /// <summary>Takes it back; false when it is being written already.</summary>
    public bool TryAbandon() => Interlocked.CompareExchange(ref _state, Abandoned, Waiting) == Waiting;

    /// <summary>Does it, inside a transaction.</summary>
    public abstract void Run(Connection connection);

    /// <summary>Gives the answer, once the transaction is on the disk.</summary>
    public abstract void Succeed();

    /// <summary>Gives the fault.</summary>
    public abstract void Fail(Exception fault);
}
