using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Haggle.Storage.Sqlite;

/// <summary>
/// One writing connection and a few reading ones. Writers that wait while another one writes share the next transaction: one write to the disk
/// serves them all, and each still gets its own answer.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    // More readers than this wait; queries take microseconds.
    private const int ReadersMax = 4;

    // A transaction of so many steps takes a few milliseconds, so nobody waits long behind it.
    private const int BatchMax = 256;

    private readonly SqliteStoreOptions _options;
    private readonly Connection _writer;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SemaphoreSlim _readerSeats = new(ReadersMax, ReadersMax);
    private readonly ConcurrentBag<Connection> _idleReaders = [];
    private readonly ConcurrentQueue<WriteStep> _waiting = new();
    private int _disposed;

    public Database(SqliteStoreOptions options, Connection writer)
    {
        _options = options;
        _writer = writer;
    }

    /// <summary>How many transactions were begun.</summary>
    public long Transactions { get; private set; }

    /// <summary>Runs a step in a transaction of its own or one that it shares. The step may be run again when a shared one fails.</summary>
    public async Task<T> WriteAsync<T>(Func<Connection, T> work, CancellationToken cancellationToken)
    {
        var step = new WriteStep<T>(work);
        _waiting.Enqueue(step);
        try
        {
            await _gate.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (!step.TryAbandon())
        {
            // Somebody is writing it already: the answer is on its way.
            return await step.Answer;
        }

        try
        {
            while (!step.IsDone) WriteWaiting();
        }
        finally
        {
            _gate.Release();
        }

        return await step.Answer;
    }

    /// <summary>Runs queries on one consistent state.</summary>
    public async Task<T> ReadAsync<T>(Func<Connection, T> work, CancellationToken cancellationToken)
    {
        // A database in memory belongs to its one connection.
        var seats = _options.Path is null ? _gate : _readerSeats;
        await seats.WaitAsync(cancellationToken);
        try
        {
            return _options.Path is null ? work(_writer) : ReadAside(work);
        }
        catch (SqliteException cause)
        {
            throw Fault.From(cause, _options.Place);
        }
        finally
        {
            seats.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _gate.WaitAsync(CancellationToken.None);
        while (_idleReaders.TryTake(out var reader)) reader.Dispose();
        _writer.Dispose();
        _gate.Dispose();
        _readerSeats.Dispose();
    }

    private T ReadAside<T>(Func<Connection, T> work)
    {
        if (!_idleReaders.TryTake(out var reader)) reader = new Connection(_options);
        try
        {
            var answer = work(reader);
            _idleReaders.Add(reader);
            return answer;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private void WriteWaiting()
    {
        var batch = new List<WriteStep>();
        while (batch.Count < BatchMax && _waiting.TryDequeue(out var step))
            if (step.TryClaim()) batch.Add(step);
        if (TryWrite(batch) is not { } fault) return;
        if (batch is [var alone])
        {
            alone.Fail(fault);
            return;
        }

        // One step spoilt it for all: each on its own now.
        foreach (var step in batch)
            if (TryWrite([step]) is { } own) step.Fail(own);
    }

    private Exception? TryWrite(List<WriteStep> batch)
    {
        try
        {
            Transactions++;
            _writer.Execute("begin immediate");
            foreach (var step in batch) step.Run(_writer);
            _writer.Execute("commit");
        }
        catch (Exception cause)
        {
            // Every fault of a step goes to the one who asked for it; the connection must be usable for the next one.
            RollBack();
            return cause is SqliteException fault ? Fault.From(fault, _options.Place) : cause;
        }

        foreach (var step in batch) step.Succeed();
        return null;
    }

    private void RollBack()
    {
        try
        {
            _writer.Execute("rollback");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself already (full disk, I/O error), or the transaction never began.
        }
    }
}
