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

    private readonly SqliteStoreOptions options;
    private readonly Connection writer;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly SemaphoreSlim readerSeats = new(ReadersMax, ReadersMax);
    private readonly ConcurrentBag<Connection> idleReaders = [];
    private readonly ConcurrentQueue<WriteStep> waiting = new();

    public Database(SqliteStoreOptions options, Connection writer)
    {
        this.options = options;
        this.writer = writer;
    }

    /// <summary>Runs a step in a transaction of its own or one that it shares. The step may be run again when a shared one fails.</summary>
    public async Task<T> WriteAsync<T>(Func<Connection, T> work, CancellationToken cancellationToken)
    {
        var step = new WriteStep<T>(work);
        waiting.Enqueue(step);
        try
        {
            await gate.WaitAsync(cancellationToken);
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
            gate.Release();
        }

        return await step.Answer;
    }

    /// <summary>Runs queries on one consistent state.</summary>
    public async Task<T> ReadAsync<T>(Func<Connection, T> work, CancellationToken cancellationToken)
    {
        // A database in memory belongs to its one connection.
        var seats = options.Path is null ? gate : readerSeats;
        await seats.WaitAsync(cancellationToken);
        try
        {
            return options.Path is null ? work(writer) : ReadAside(work);
        }
        catch (SqliteException cause)
        {
            throw Fault.From(cause, options.Place);
        }
        finally
        {
            seats.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await gate.WaitAsync(CancellationToken.None);
        while (idleReaders.TryTake(out var reader)) reader.Dispose();
        writer.Dispose();
        gate.Dispose();
        readerSeats.Dispose();
    }

    private T ReadAside<T>(Func<Connection, T> work)
    {
        if (!idleReaders.TryTake(out var reader)) reader = new Connection(options);
        try
        {
            var answer = work(reader);
            idleReaders.Add(reader);
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
        while (batch.Count < BatchMax && waiting.TryDequeue(out var step))
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
            writer.Execute("begin immediate");
            foreach (var step in batch) step.Run(writer);
            writer.Execute("commit");
        }
        catch (Exception cause)
        {
            // Every fault of a step goes to the one who asked for it; the connection must be usable for the next one.
            RollBack();
            return cause is SqliteException fault ? Fault.From(fault, options.Place) : cause;
        }

        foreach (var step in batch) step.Succeed();
        return null;
    }

    private void RollBack()
    {
        try
        {
            writer.Execute("rollback");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself already (full disk, I/O error), or the transaction never began.
        }
    }
}
