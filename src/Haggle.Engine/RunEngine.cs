using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Policy;
using Haggle.Core.Policy.Experience;
using Haggle.Core.Pools;
using Haggle.Core.Runs;
using Haggle.Engine.Loops;
using Haggle.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Haggle.Engine;

/// <summary>
/// The loop that keeps runs alive: everything is decided by Core, stored, and only then done. Build one over the ports, start it with
/// <see cref="RunAsync"/>; after a crash, another one over the same store goes on where this one was. Thread-safe.
/// </summary>
public sealed class RunEngine : IDisposable
{
    private readonly EnginePorts _ports;
    private readonly RunBoard _board = new();
    private readonly RunLoop _runs;
    private readonly DueLoop _due;
    private readonly EffectRunner _effects;
    private readonly AgentWatch _watch;
    private readonly MarketBook _market;
    private readonly PoolBook _pools;
    private readonly ExperienceBook _experience;
    private readonly ImmutableDictionary<ProviderName, ProviderPatience> _patience;
    private readonly ImmutableSortedDictionary<string, ProviderLoop> _lists;
    private readonly Background _background;
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Puts the parts together; nothing runs yet.</summary>
    public RunEngine(EnginePorts ports, RunPolicy policy, TimeProvider time, ILoggerFactory logs)
    {
        ArgumentNullException.ThrowIfNull(ports);
        ArgumentNullException.ThrowIfNull(logs);
        _ports = ports;
        Time = time;
        Policy = policy;
        var patience = _patience = ports.Providers.ToImmutableDictionary(p => p.Name, p => Patience(p.Traits));
        _background = new Background(logs.CreateLogger<Background>(), _stopping.Token);
        _market = new MarketBook(ports.Providers, time, logs.CreateLogger<MarketBook>());
        _experience = new ExperienceBook(ports.Store, ports.SpotPriors);
        _experience.Learn(ports.LearntElsewhere);
        _pools = new PoolBook([.. ports.Providers.OfType<IPool>()], ports.Store, _board, ports.PoolPolicy, time);
        _runs = new RunLoop(ports.Store, _board, _market, _pools, _experience, policy, patience, ports.Egress, time, logs.CreateLogger<RunLoop>());
        _due = new DueLoop(ports.Store, _runs, time, logs.CreateLogger<DueLoop>());
        _effects = new EffectRunner(
            ports.Providers.ToImmutableDictionary(p => p.Name), ports.Link, ports.Checkpoints, _board, _runs, _background, policy, ports.Store.Owner, time, logs.CreateLogger<EffectRunner>());
        _watch = new AgentWatch(ports.Link, ports.Logs, _board, _runs, _background, policy, time, logs.CreateLogger<AgentWatch>());
        _lists = ports.Providers.ToImmutableSortedDictionary(
            p => p.Name.Value, p => new ProviderLoop(p, ports.Store, _board, _runs, _effects, time, logs.CreateLogger<ProviderLoop>()), StringComparer.Ordinal);
        _effects.AskForList = name => _lists[name.Value].Wake();
        _watch.AskForList = name => _lists[name.Value].Wake();
        _runs.Stored = Act;
    }

    /// <summary>The clock that the engine goes by.</summary>
    public TimeProvider Time { get; }

    /// <summary>The patience and care that it goes by.</summary>
    public RunPolicy Policy { get; }

    /// <summary>How many runs are not over.</summary>
    public int LiveRuns => _board.Count;

    /// <summary>
    /// Takes up every run of the store that is not over, and runs all loops until cancelled. Machines and their agents live on when it ends.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = cancellationToken.Register(_stopping.Cancel);
        try
        {
            foreach (var run in await _ports.Store.RunsAsync(onlyLive: true, int.MaxValue, _stopping.Token))
            {
                _board.Publish(run);
                Act(run);
            }

            _background.Start("recall", _experience.RecallAsync);
            foreach (var (name, list) in _lists) _background.Start("list " + name, list.RunAsync);
            await _due.RunAsync(_stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }

        await _background.DrainAsync();
    }

    /// <summary>Accepts a run and looks for a place at once. The same submission twice is one run.</summary>
    /// <exception cref="StoreException">It could not be stored; nothing was accepted.</exception>
    public async Task<Run> SubmitAsync(string submission, Job job, RunSource source, CancellationToken cancellationToken)
    {
        var run = await _ports.Store.AddAsync(submission, job, source, Time.GetUtcNow(), cancellationToken);
        if (run.Phase is RunPhase.Ended) return run;
        _board.Publish(run);
        return await _runs.StepAsync(run.Id, null, cancellationToken) ?? run;
    }

    /// <summary>Notes that the user wants a run to end, and acts on it at once. Repeating it does no harm.</summary>
    /// <returns>The newest state; null when there is no such run.</returns>
    public Task<Run?> StopAsync(RunId run, StopWish wish, CancellationToken cancellationToken) =>
        _runs.StepAsync(run, r => RunFacts.UserStop(r, wish), cancellationToken);

    /// <summary>The newest state of a run; null when there is none.</summary>
    public async Task<Run?> FindAsync(RunId run, CancellationToken cancellationToken) =>
        _board.Find(run) ?? await _ports.Store.LoadAsync(run, cancellationToken);

    /// <summary>What the agents of a live run said last, which may be newer than what is stored.</summary>
    public ImmutableDictionary<LaunchToken, AgentState> Heard(RunId run) => _board.Heard(run);

    /// <summary>Ends at the next change of a run, or at the next words of its agents; at once when it is over.</summary>
    public Task NextChangeAsync(RunId run) => _board.NextChange(run) ?? Task.CompletedTask;

    /// <summary>The offers that a run may use now.</summary>
    public Task<MarketSnapshot> MarketAsync(Rehearsal? rehearsal, CancellationToken cancellationToken) => _market.ForAsync(rehearsal, cancellationToken);

    /// <summary>What a decision of now would go by.</summary>
    public DeciderInput DeciderInput(MarketSnapshot market) =>
        new() { Owner = _ports.Store.Owner, Policy = Policy, Market = market, Patience = _patience, Experience = Experience, Egress = _ports.Egress };

    /// <summary>What is known of spot markets from the user's own machines.</summary>
    public MarketExperience Experience => _experience.Known;

    /// <summary>What the queue of a pool told a run last; null when it waits for none.</summary>
    public PoolSeat? SeatOf(RunId run) => _pools.Last(run);

    /// <summary>Learns from sightings that came from elsewhere; those that are known count once. Whoever calls it keeps them for the next start.</summary>
    /// <returns>How many were new.</returns>
    public int Learn(ImmutableArray<MarketSighting> sightings) => _experience.Learn(sightings);

    /// <summary>Asks a provider for its list soon.</summary>
    public void AskForList(ProviderName provider) => _lists[provider.Value].Wake();

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private static ProviderPatience Patience(ProviderTraits traits) =>
        new(traits.BootPatience, traits.ListLag + traits.ListEvery + traits.ListGap, traits.LogFetching, traits.EndingBilled) { Notice = traits.ReclaimNotice, Queue = traits.QueuePatience };

    private void Act(Run run)
    {
        _due.Due(run.DueAt);
        _effects.Look(run);
        _watch.Look(run);
    }
}
