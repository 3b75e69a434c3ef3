using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Policy;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Haggle.Engine.Loops;

/// <summary>
/// One step of one run: fold what was heard, decide, store, tell. Nothing is done in the world here; whoever acts reads the stored state
/// (<see cref="Stored"/>). Steps of one run never overlap in this process; between processes the version guards.
/// </summary>
internal sealed partial class RunLoop(
    IStore store, RunBoard board, MarketBook market, PoolBook pools, ExperienceBook experience, RunPolicy policy, ImmutableDictionary<ProviderName, ProviderPatience> patience,
    ImmutableDictionary<ProviderName, Money> egress, TimeProvider time, ILogger<RunLoop> log)
{
    /// <summary>A step that lost the race for a version is made again at most so often before it is left to the next tick.</summary>
    private const int MostTries = 8;

    /// <summary>Runs that share a lock wait for each other's disk: with many more locks than steps under way (a batch of due runs), few do.</summary>
    private const int Stripes = 1024;

    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1, 1))];

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    /// <summary>Called with every state that was stored, on the thread that stored it; must be quick.</summary>
    public Action<Run> Stored { get; set; } = _ => { };

    /// <summary>Makes a step.</summary>
    /// <param name="id">The run.</param>
    /// <param name="fold">What was heard; null when only time has passed.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The newest state; null when there is no such run.</returns>
    /// <exception cref="StoreException">Nothing could be stored; the same step can be made again.</exception>
    public Task<Run?> StepAsync(RunId id, Func<Run, Run>? fold, CancellationToken cancellationToken) => StepAsync(id, fold, "", cancellationToken);

    /// <summary>Makes a step that may open a run again which is over already, and tells why in its history.</summary>
    /// <param name="id">The run.</param>
    /// <param name="fold">What was heard.</param>
    /// <param name="why">The sentence for the history.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<Run?> ReopenAsync(RunId id, Func<Run, Run> fold, string why, CancellationToken cancellationToken) => StepAsync(id, fold, why, cancellationToken);

    private async Task<Run?> StepAsync(RunId id, Func<Run, Run>? fold, string reopens, CancellationToken cancellationToken)
    {
        var stripe = _stripes[id.Value % _stripes.Length];
        await stripe.WaitAsync(cancellationToken);
        try
        {
            for (var tries = 0; tries < MostTries; tries++)
            {
                var known = tries == 0 ? board.Find(id) : null;
                var run = known ?? await store.LoadAsync(id, cancellationToken);
                if (run is null || (run.Phase is RunPhase.Ended && reopens.Length == 0)) return run;
                var now = time.GetUtcNow();
                var decision = await DecideAsync(run, fold, now, cancellationToken);
                if (ReferenceEquals(decision.Next, run)) return run;
                if (reopens.Length > 0) decision = decision with { Events = [new RunEvent(id, run.Epoch, now, "machine-made-late", reopens), .. decision.Events] };
                var next = decision.Next with { Version = run.Version + 1 };
                var change = new RunChange { Next = next, Events = decision.Events, Entries = decision.Entries, Ended = decision.Ended };
                if (!await store.SaveAsync(change, cancellationToken)) continue;
                board.Publish(next);
                experience.Learn(run, change, now);
                Stored(next);
                return next;
            }

            LogCrowded(id);
            return board.Find(id);
        }
        finally
        {
            stripe.Release();
        }
    }

    private async Task<Decision> DecideAsync(Run run, Func<Run, Run>? fold, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var folded = board.WithoutBrokenSilences(fold?.Invoke(run) ?? run);
            if (ReferenceEquals(folded, run) && run.DueAt > now) return new Decision(run, [], [], null);
            var input = new DeciderInput
            {
                Owner = store.Owner,
                Policy = policy,
                Patience = patience,
                ListeningSince = _startedAt,
                Market = null,
                Experience = experience.Known,
                Egress = egress,
            };
            var decision = RunDecider.Decide(folded, input, now);

            // Prices are asked for only when the decision is about a place: deciding again is cheap, a provider's answer is not.
            var seeks = decision.Next is { Attempt: null, Outcome: null, Stop: null } && MayPlace(decision.Next, now);
            if (seeks || RunDecider.LooksForBetter(decision.Next, policy, now))
            {
                var offers = await market.ForAsync(run.Job.Rehearsal, cancellationToken);
                var seat = seeks ? await pools.ForAsync(decision.Next, offers, cancellationToken) : null;
                decision = RunDecider.Decide(folded, input with { Market = offers, Seat = seat }, now);
            }

            return decision.Next == run && decision.Events.IsEmpty && decision.Entries.IsEmpty ? decision with { Next = run } : decision;
        }
        catch (InvariantException bug)
        {
            LogBug(bug, run.Id);
            var set = RunDecider.Quarantine(run, bug.Message, now);
            return new Decision(set, [new RunEvent(run.Id, run.Epoch, now, "bug", set.Reason)], [], null);
        }
    }

    private static bool MayPlace(Run run, DateTimeOffset now) =>
        !(run.NotBefore > now) && (run.Job.Checkpoint is null || run.SealedEpoch >= run.Epoch);

    [LoggerMessage(Level = LogLevel.Warning, Message = "run {Run} was changed by somebody else at every try; left to the next tick")]
    private partial void LogCrowded(RunId run);

    [LoggerMessage(Level = LogLevel.Critical, Message = "run {Run} is set aside: an invariant does not hold")]
    private partial void LogBug(Exception bug, RunId run);
}
