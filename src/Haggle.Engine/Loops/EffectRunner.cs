using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Policy;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Haggle.Engine.Loops;

/// <summary>
/// Does what stored states say is to be done: makes machines that are intended, ends machines that are on their way out, seals the checkpoint store of an attempt
/// that is over. Each effect runs by itself, is idempotent, and goes on until the state says that it is done; what came of it is folded in as a fact.
/// </summary>
internal sealed partial class EffectRunner(
    ImmutableDictionary<ProviderName, IProvider> providers,
    IAgentLink link,
    ICheckpointStore checkpoints,
    RunBoard board,
    RunLoop runs,
    Background background,
    RunPolicy policy,
    OwnerId owner,
    TimeProvider time,
    ILogger<EffectRunner> log)
{
    private static readonly TimeSpan RetryFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(30);

    /// <summary>How long after a machine was asked to end it is asked again if its provider still shows it.</summary>
    private static readonly TimeSpan EndAgainAfter = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly HashSet<string> _underWay = [];
    private readonly Dictionary<RunId, Dictionary<LaunchToken, DateTimeOffset>> _lastAsked = [];

    /// <summary>Wakes the loop that asks a provider for its list.</summary>
    public Action<ProviderName> AskForList { get; set; } = _ => { };

    /// <summary>When a create call for a token was last under way; null when not in this process.</summary>
    public DateTimeOffset? LastAsked(RunId run, LaunchToken token)
    {
        lock (_gate)
        {
            if (_underWay.Contains("launch " + token)) return time.GetUtcNow();
            return _lastAsked.TryGetValue(run, out var tokens) && tokens.TryGetValue(token, out var at) ? at : null;
        }
    }

    /// <summary>Starts what a stored state asks for and is not under way yet.</summary>
    public void Look(Run run)
    {
        if (run.Phase is RunPhase.Ended)
        {
            lock (_gate) _lastAsked.Remove(run.Id);
            return;
        }

        foreach (var slot in run.AllSlots)
        {
            if (slot is { State: SlotState.Intended } && run.Attempt?.Epoch == slot.Epoch && run.Attempt.Stopping is null)
                Begin("launch " + slot.Token, token => LaunchAsync(run.Id, slot.Token, token));
            else if (slot is { State: SlotState.Ending, Machine: not null })
                Begin("end " + slot.Token, token => EndAsync(run.Id, slot.Token, token));
            else if (slot is { State: SlotState.Ending })
                AskForList(slot.Quote.Offer.Provider);
        }

        if (run is { Attempt: null, Job.Checkpoint: not null, Outcome: null } && run.SealedEpoch < run.Epoch)
            Begin($"seal {run.Id}", token => SealAsync(run.Id, run.Epoch, token));
    }

    private void Begin(string name, Func<CancellationToken, Task> effect)
    {
        lock (_gate)
        {
            if (!_underWay.Add(name)) return;
        }

        background.Start(name, async cancellationToken =>
        {
            try
            {
                await effect(cancellationToken);
            }
            finally
            {
                lock (_gate) _underWay.Remove(name);
            }
        });
    }

    private async Task LaunchAsync(RunId id, LaunchToken token, CancellationToken cancellationToken)
    {
        for (var retry = RetryFirst; board.Find(id, token) is ({ Attempt.Stopping: null }, { State: SlotState.Intended } slot); retry = Longer(retry))
        {
            try
            {
                var placed = board.Find(id);
                var request = new LaunchRequest
                {
                    Token = token,
                    Owner = owner,
                    Run = id,
                    Epoch = slot.Epoch,
                    Rank = slot.Rank,
                    Nodes = placed?.Job.Nodes ?? 1,
                    Lasting = placed?.Job.MaxDuration - placed?.RanBefore,
                    Quote = slot.Quote,
                    AgentConfiguration = link.Configure(slot, policy.Lease + (slot.ReadyBy - slot.IntendedAt)),
                    Rehearsal = placed?.Job.Rehearsal,
                };
                var outcome = await providers[slot.Quote.Offer.Provider].LaunchAsync(request, cancellationToken);
                Asked(id, token);
                await FoldUntilStoredAsync(id, run => Fold(run, token, outcome), cancellationToken);
                AskForList(slot.Quote.Offer.Provider);
                return;
            }
            catch (ProviderException fault)
            {
                // Whether the machine was made is not known: the same token is asked for again, or found in the provider's list.
                Asked(id, token);
                LogLaunchFault(fault, token, slot.Quote.Offer.Key);
                AskForList(slot.Quote.Offer.Provider);
                await Task.Delay(retry, time, cancellationToken);
            }
        }
    }

    private Run Fold(Run run, LaunchToken token, LaunchOutcome outcome)
    {
        var now = time.GetUtcNow();
        return outcome switch
        {
            LaunchOutcome.Launched made => RunFacts.Launched(run, token, made.Machine),
            LaunchOutcome.NoCapacity none => RunFacts.NotLaunched(run, token, AttemptEnd.NoCapacity, none.Why, now + none.CoolFor),
            LaunchOutcome.PriceMoved moved => RunFacts.NotLaunched(run, token, AttemptEnd.NoCapacity, moved.Why, now + policy.BackoffFirst),
            LaunchOutcome.Refused refused => RunFacts.NotLaunched(run, token, AttemptEnd.Refused, refused.Why, now + policy.CoolAfterRefusal),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task EndAsync(RunId id, LaunchToken token, CancellationToken cancellationToken)
    {
        while (board.Find(id, token)?.Slot is { State: SlotState.Ending, Machine: { } machine } slot)
        {
            try
            {
                await providers[slot.Quote.Offer.Provider].TerminateAsync(machine, cancellationToken);
            }
            catch (ProviderException fault)
            {
                LogEndFault(fault, machine);
            }

            AskForList(slot.Quote.Offer.Provider);
            if (board.NextChange(id) is not { } change) return;
            await WaitForAsync(change, id, token, EndAgainAfter, cancellationToken);
        }
    }

    private async Task WaitForAsync(Task change, RunId id, LaunchToken token, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timeout = Task.Delay(atMost, time, stop.Token);
        while (await Task.WhenAny(change, timeout) != timeout && board.Find(id, token)?.Slot is { State: SlotState.Ending })
            if (board.NextChange(id) is { } next) change = next;
        stop.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task SealAsync(RunId id, int epoch, CancellationToken cancellationToken)
    {
        for (var retry = RetryFirst; board.Find(id) is { Attempt: null } run && run.SealedEpoch < epoch; retry = Longer(retry))
        {
            try
            {
                var complete = await checkpoints.SealAsync(id, epoch, cancellationToken);
                await FoldUntilStoredAsync(id, r => RunFacts.Sealed(r, epoch, complete), cancellationToken);
                await TidyAsync(id, run.Job.Checkpoint!, complete, cancellationToken);
                return;
            }
            catch (Exception fault) when (fault is IOException or StoreException)
            {
                LogSealFault(fault, id);
                await Task.Delay(retry, time, cancellationToken);
            }
        }
    }

    /// <summary>What killed agents left unfinished and what is older than the task wants kept is deleted. A failure is tried again at the next sealing.</summary>
    private async Task TidyAsync(RunId id, CheckpointRule rule, ImmutableArray<CheckpointRef> complete, CancellationToken cancellationToken)
    {
        try
        {
            await checkpoints.PruneAsync(id, [.. complete.TakeLast(Math.Max(rule.Keep, policy.CheckpointsKept))], cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or StoreException)
        {
            LogTidyFault(fault, id);
        }
    }

    /// <summary>What came of an effect must not be lost because the disk is full for a while.</summary>
    private async Task FoldUntilStoredAsync(RunId id, Func<Run, Run> fold, CancellationToken cancellationToken)
    {
        for (var retry = RetryFirst; ; retry = Longer(retry))
        {
            try
            {
                await runs.StepAsync(id, fold, cancellationToken);
                return;
            }
            catch (StoreException fault)
            {
                LogStoreFault(fault, id);
                await Task.Delay(retry, time, cancellationToken);
            }
        }
    }

    private void Asked(RunId run, LaunchToken token)
    {
        lock (_gate)
        {
            if (!_lastAsked.TryGetValue(run, out var tokens)) _lastAsked[run] = tokens = [];
            tokens[token] = time.GetUtcNow();
        }
    }

    private static TimeSpan Longer(TimeSpan retry) => retry * 2 > RetryMax ? RetryMax : retry * 2;

    [LoggerMessage(Level = LogLevel.Warning, Message = "making machine {Token} on {Offer} failed; whether it exists is looked up")]
    private partial void LogLaunchFault(Exception fault, LaunchToken token, OfferKey offer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "ending machine {Machine} failed; it is asked for again")]
    private partial void LogEndFault(Exception fault, MachineId machine);

    [LoggerMessage(Level = LogLevel.Warning, Message = "sealing the checkpoints of run {Run} failed; tried again")]
    private partial void LogSealFault(Exception fault, RunId run);

    [LoggerMessage(Level = LogLevel.Warning, Message = "old checkpoints of run {Run} could not be deleted")]
    private partial void LogTidyFault(Exception fault, RunId run);

    [LoggerMessage(Level = LogLevel.Error, Message = "what happened to run {Run} could not be stored; tried again")]
    private partial void LogStoreFault(Exception fault, RunId run);
}
