using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Net.Sockets;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Wire.Agent;

namespace Haggle.Server.Gateway;

/// <summary>The open connections to agents: used again while they are good, opened when they are needed, closed when nobody uses them. Thread-safe.</summary>
internal sealed class MachineLines(IEnumerable<IMachineDoor> doors, TimeProvider time) : IAsyncDisposable
{
    // One for the call that waits for news, one for the log.
    private const int IdlePerMachine = 2;

    private static readonly TimeSpan IdleMax = TimeSpan.FromMinutes(2);

    private readonly FrozenDictionary<ProviderName, IMachineDoor> _doors = doors.ToFrozenDictionary(door => door.Provider);
    private readonly ConcurrentDictionary<LaunchToken, IdleLines> _idle = new();
    private long _sweptAt = time.GetTimestamp();

    /// <summary>Talks over a connection to a machine. The talk is repeated once on a new connection when a used one turns out to be dead.</summary>
    /// <exception cref="ProviderException">The machine does not answer, not in time, or not in its language.</exception>
    public async Task<T> UseAsync<T>(Slot slot, TimeSpan limit, Func<AgentLine, CancellationToken, Task<T>> talk, CancellationToken cancellationToken)
    {
        Sweep();
        using var late = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            if (_idle.GetValueOrDefault(slot.Token)?.Take() is { } used)
            {
                try
                {
                    return await TalkAsync(slot, used, talk, both.Token);
                }
                catch (Exception dead) when (dead is IOException or SocketException)
                {
                    // It was closed while nobody looked; the machine may still be well.
                }
            }

            return await TalkAsync(slot, new AgentLine(await OpenAsync(slot, both.Token)), talk, both.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Fault(slot, $"no answer in {limit.TotalSeconds:0} s", null);
        }
        catch (Exception fault) when (fault is IOException or SocketException or InvalidDataException)
        {
            throw Fault(slot, fault.Message, fault);
        }
    }

    /// <summary>Opens a connection that its caller keeps for himself and closes.</summary>
    /// <exception cref="ProviderException">The machine is not reached, or not in time.</exception>
    public async Task<AgentLine> OpenAsync(Slot slot, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return new AgentLine(await OpenAsync(slot, both.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Fault(slot, $"no answer in {limit.TotalSeconds:0} s", null);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            throw Fault(slot, fault.Message, fault);
        }
    }

    /// <summary>Whether a machine sees the folders of this computer.</summary>
    public bool SharesDisk(Slot slot) => !_doors.TryGetValue(slot.Quote.Offer.Provider, out var door) || door.SharesDisk;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var token in _idle.Keys)
        {
            if (_idle.TryRemove(token, out var lines)) await lines.CloseAsync();
        }
    }

    private async Task<T> TalkAsync<T>(Slot slot, AgentLine line, Func<AgentLine, CancellationToken, Task<T>> talk, CancellationToken cancellationToken)
    {
        var isGood = false;
        try
        {
            var result = await talk(line, cancellationToken);
            isGood = true;
            return result;
        }
        finally
        {
            if (!isGood || !_idle.GetOrAdd(slot.Token, _ => new IdleLines()).Keep(line, IdlePerMachine, time.GetTimestamp())) await line.DisposeAsync();
        }
    }

    private async Task<Stream> OpenAsync(Slot slot, CancellationToken cancellationToken)
    {
        if (slot.Machine is not { } machine) throw Fault(slot, "the provider has not told the machine's name yet", null);
        if (!_doors.TryGetValue(slot.Quote.Offer.Provider, out var door)) throw Fault(slot, $"nobody knows the way to machines of {slot.Quote.Offer.Provider}", null);
        return await door.OpenAsync(machine, cancellationToken);
    }

    private void Sweep()
    {
        var swept = Interlocked.Read(ref _sweptAt);
        if (time.GetElapsedTime(swept) < IdleMax || Interlocked.CompareExchange(ref _sweptAt, time.GetTimestamp(), swept) != swept) return;
        foreach (var (token, lines) in _idle)
        {
            if (time.GetElapsedTime(lines.UsedAt) > IdleMax && _idle.TryRemove(token, out var old)) _ = old.CloseAsync().AsTask();
        }
    }

    private static ProviderException Fault(Slot slot, string message, Exception? inner) =>
        new(slot.Quote.Offer.Provider, $"machine {slot.Token}: {message}", isTransient: true, inner);

    private sealed class IdleLines
    {
        private readonly Lock _gate = new();
        private readonly Stack<AgentLine> _lines = [];
        private bool _closed;

        public long UsedAt { get; private set; }

        public AgentLine? Take()
        {
            lock (_gate) return _lines.TryPop(out var line) ? line : null;
        }

        public bool Keep(AgentLine line, int most, long now)
        {
            lock (_gate)
            {
                UsedAt = now;
                if (_closed || _lines.Count >= most) return false;
                _lines.Push(line);
                return true;
            }
        }

        public async ValueTask CloseAsync()
        {
            lock (_gate) _closed = true;
            while (Take() is { } line) await line.DisposeAsync();
        }
    }
}
