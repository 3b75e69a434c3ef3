using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Local;

/// <summary>
/// Lets machines on this host: a machine is a folder with an agent's processes. In a rehearsal it pretends to be another offer, with that offer's price,
/// pace and reclaims. Everything it knows is in the folders, so any number of processes may use the same root, and none has to live on.
/// </summary>
public sealed class LocalProvider : IProvider
{
    private readonly string _root;
    private readonly LocalPrices _prices;
    private readonly LocalLaunch _launch;
    private readonly LocalCensus _census;
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
        _root = Path.GetFullPath(machinesFolder);
        _time = time;
        var limits = new MachineLimits(settings);
        _prices = new LocalPrices(settings, pretended, time);
        _launch = new LocalLaunch(_root, agentCommand, limits, time);
        _census = new LocalCensus(_root, limits, time);
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
        var folder = new MachineFolder(_root, new MachineId(request.Token.Value));
        if (!MachineFolder.IsName(request.Token.Value))
            return new LaunchOutcome.Refused($"'{request.Token}' cannot name a machine: letters, digits and dashes only, at most 64");
        if (!folder.HasRoomForSocket)
            return new LaunchOutcome.Refused($"the path {folder.SocketPath} is too long for a socket; use a state folder with a shorter path");
        var quotes = await _prices.QuotesAsync(request.Rehearsal, cancellationToken).ConfigureAwait(false);
        return await GuardAsync(() => LaunchHeldAsync(request, folder, quotes, cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<MachineFact> MachinesAsync(OwnerId owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var fact in await GuardAsync(() => Task.FromResult(_census.Facts(owner))).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return fact;
        }
    }

    /// <inheritdoc/>
    public async Task TerminateAsync(MachineId machine, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var folder = new MachineFolder(_root, machine);
        if (!MachineFolder.IsName(machine.Value) || !folder.Exists) return;
        await GuardAsync(async () =>
        {
            using var held = await FolderLock.TakeAsync(_root, Name, _time, cancellationToken).ConfigureAwait(false);
            await _census.EndAsync(folder, cancellationToken).ConfigureAwait(false);
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
        var folder = new MachineFolder(_root, machine);
        if (!MachineFolder.IsName(machine.Value) || !folder.Exists) return false;
        return await GuardAsync(async () =>
        {
            using var held = await FolderLock.TakeAsync(_root, Name, _time, cancellationToken).ConfigureAwait(false);
            if (folder.Record() is null || folder.End() is not null || folder.IsGone) return false;
            var reclaim = ReclaimPlan.Now(notice, _time.GetUtcNow());
            if (folder.Reclaim() is not { } planned || planned.At > reclaim.At) folder.Write(reclaim);
            return true;
        }).ConfigureAwait(false);
    }

    private async Task<LaunchOutcome> LaunchHeldAsync(LaunchRequest request, MachineFolder folder, ImmutableArray<Quote> quotes, CancellationToken cancellationToken)
    {
        _launch.MakeRoot();
        using var held = await FolderLock.TakeAsync(_root, Name, _time, cancellationToken).ConfigureAwait(false);

        // A machine that exists is given whatever the market says by now: it was let before.
        if (await _launch.ResumeAsync(request.Token, folder, cancellationToken).ConfigureAwait(false)) return new LaunchOutcome.Launched(folder.Machine);
        return LocalRefusal.For(request, quotes, _time.GetUtcNow()) ?? await _launch.BeginAsync(request, folder, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Turns what the system says about folders and files into the provider's word: one sentence, and whether asking again makes sense.</summary>
    private async Task<T> GuardAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new ProviderException(Name, $"the folder {_root} cannot be used: {fault.Message}", isTransient: false, fault);
        }
        catch (IOException fault)
        {
            throw new ProviderException(Name, $"the folder {_root} cannot be used now: {fault.Message}", isTransient: true, fault);
        }
    }
}
