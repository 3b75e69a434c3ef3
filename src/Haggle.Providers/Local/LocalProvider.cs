using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Machines;
using Haggle.Providers.Hosts;
using Haggle.Wire.Hosts;

namespace Haggle.Providers.Local;

/// <summary>
/// Lets machines on this host: a machine is a folder with an agent's processes. In a rehearsal it pretends to be another offer, with that offer's price,
/// pace and reclaims. Everything it knows is in the folders, so any number of processes may use the same root, and none has to live on.
/// </summary>
public sealed class LocalProvider : IProvider
{
    private readonly LocalPrices _prices;
    private readonly MachineYard _yard;
    private readonly TimeProvider _time;

    /// <summary>Makes the provider of a folder of machines.</summary>
    /// <param name="settings">Prices and limits.</param>
    /// <param name="machinesFolder">Where the machines' folders are, absolute; made when it is not there.</param>
    /// <param name="agentCommand">The agent's executable and what comes before "run --home DIR" on its command line.</param>
    /// <param name="pretended">Finds the offer that a rehearsal names; null when there is none.</param>
    /// <param name="time">The clock.</param>
    public LocalProvider(LocalSettings settings, string machinesFolder, ImmutableArray<string> agentCommand, Func<string, Quote?> pretended, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentException.ThrowIfNullOrEmpty(machinesFolder);
        ArgumentNullException.ThrowIfNull(pretended);
        ArgumentNullException.ThrowIfNull(time);
        if (agentCommand.IsDefaultOrEmpty) throw new ArgumentException("the agent's executable must be named", nameof(agentCommand));
        _time = time;
        _prices = new LocalPrices(settings, pretended, time);
        _yard = new MachineYard(Path.GetFullPath(machinesFolder), agentCommand, new MachineBounds(settings.MemoryLimit?.Mib * 1024 * 1024, settings.CpuLimit), time);
    }

    /// <inheritdoc/>
    public ProviderName Name => LocalPrices.Provider;

    /// <inheritdoc/>
    public ProviderTraits Traits { get; } = new()
    {
        // A folder is in the list as soon as the create call has made it; the rest is for a host that is very busy.
        ListLag = TimeSpan.FromSeconds(5),
        BootPatience = TimeSpan.FromMinutes(2),
        ListEvery = TimeSpan.FromSeconds(1),

        // The processes are killed by the call itself; in a rehearsal a second here is many minutes of the offer's time, so no more than needed.
        EndingBilled = TimeSpan.FromSeconds(1),
        LogFetching = TimeSpan.FromSeconds(1),

        // Reading a few folders costs next to nothing, and a machine that is gone is to be replaced at once.
        ListGap = TimeSpan.FromMilliseconds(20),
    };

    /// <inheritdoc/>
    public async IAsyncEnumerable<Quote> QuotesAsync(QuoteScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var quote in await _prices.QuotesAsync(scope.Rehearsal, cancellationToken).ConfigureAwait(false)) yield return quote;
    }

    /// <inheritdoc/>
    public async Task<LaunchOutcome> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        if (_yard.Obstacle(request.Token.Value) is { Length: > 0 } obstacle) return new LaunchOutcome.Refused(obstacle);
        var quotes = await _prices.QuotesAsync(request.Rehearsal, cancellationToken).ConfigureAwait(false);
        var now = _time.GetUtcNow();
        var reclaim = request.Rehearsal is { } rehearsal ? ReclaimPlan.For(rehearsal, request.Quote.Offer, now) : null;
        LaunchOutcome? refusal = null;
        var reply = await GuardAsync(() => _yard.LaunchAsync(
            MachineFacts.Wish(request, now, reclaim),
            _ => Task.FromResult((refusal = LocalRefusal.For(request, quotes, _time.GetUtcNow())) is null ? null : new HostReply()),
            cancellationToken)).ConfigureAwait(false);
        if (refusal is not null) return refusal;
        return reply.Outcome switch
        {
            HostReply.Launched => new LaunchOutcome.Launched(new MachineId(request.Token.Value)),
            HostReply.NoCapacity => new LaunchOutcome.NoCapacity(TimeSpan.FromMinutes(1), reply.Why ?? ""),
            _ => new LaunchOutcome.Refused(reply.Why ?? ""),
        };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<MachineFact> MachinesAsync(OwnerId owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var row in await GuardAsync(() => _yard.RowsAsync(owner.Value)).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return MachineFacts.Of(row, row.Address);
        }
    }

    /// <inheritdoc/>
    public async Task TerminateAsync(MachineId machine, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await GuardAsync(async () =>
        {
            await _yard.EndAsync(machine.Value, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    /// <summary>Takes a machine back out of turn, as its provider might at any time. A sooner reclaim that is on its way already stays.</summary>
    /// <param name="machine">Which.</param>
    /// <param name="notice">How long before it happens the machine hears of it; zero for not at all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether there was such a machine to take back.</returns>
    public async Task<bool> ReclaimAsync(MachineId machine, TimeSpan notice, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(notice, TimeSpan.Zero);
        cancellationToken.ThrowIfCancellationRequested();
        return await GuardAsync(() => _yard.ReclaimAsync(machine.Value, ReclaimPlan.Now(notice, _time.GetUtcNow()), cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Turns what the computer says into the provider's word.</summary>
    private async Task<T> GuardAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (MachineFault fault)
        {
            throw new ProviderException(Name, fault.Message, fault.IsTransient, fault);
        }
    }
}
