using Haggle.Core.Market;
using Haggle.Core.Policy;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Haggle.Engine.Loops;

/// <summary>
/// Keeps in touch with the agent of every machine that is in use: renews its lease, repeats its order, takes its state and its log. An agent that does not
/// answer is silent, no more: whether its machine is gone is for the provider to say, who is asked at once.
/// </summary>
internal sealed partial class AgentWatch(
    IAgentLink link, ILogStore logs, RunBoard board, RunLoop runs, Background background, RunPolicy policy, TimeProvider time, ILogger<AgentWatch> log)
{
    /// <summary>How long an agent may keep a call open when it has no news.</summary>
    private static readonly TimeSpan PollWait = TimeSpan.FromSeconds(20);

    /// <summary>Progress and log lengths are stored at most so often; everything that decides something is stored at once.</summary>
    private static readonly TimeSpan StoreProgressEvery = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan RetryFirst = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(2);

    /// <summary>The largest piece of log that is fetched at once.</summary>
    private const int LogPieceBytes = 1 << 20;

    private readonly Lock _gate = new();
    private readonly HashSet<LaunchToken> _watched = [];

    /// <summary>Wakes the loop that asks a provider for its list.</summary>
    public Action<ProviderName> AskForList { get; set; } = _ => { };

    /// <summary>Starts watching every machine of a stored state that is not watched yet.</summary>
    public void Look(Run run)
    {
        foreach (var slot in run.AllSlots)
        {
            if (!Orders.IsWatched(slot)) continue;
            lock (_gate)
            {
                if (!_watched.Add(slot.Token)) continue;
            }

            var token = slot.Token;
            background.Start("watch " + token, async cancellationToken =>
            {
                try
                {
                    await WatchAsync(run.Id, token, cancellationToken);
                }
                finally
                {
                    lock (_gate) _watched.Remove(token);
                }
            });
        }
    }

    private async Task WatchAsync(RunId id, LaunchToken token, CancellationToken cancellationToken)
    {
        var contact = new Contact { HeardAt = time.GetUtcNow() };
        while (board.Find(id, token) is var (run, slot) && Orders.IsWatched(slot))
        {
            try
            {
                if (await CallAsync(run, slot, contact, cancellationToken) is not { } answer) continue;
                contact.HeardAt = time.GetUtcNow();
                board.Hear(id, token, answer.State, contact.HeardAt);
                contact.Retry = RetryFirst;
                await PumpAsync(id, slot, answer.State, cancellationToken);
                await FoldAsync(run, slot, answer, contact, cancellationToken);
                contact.Seen = answer.Mark;
            }
            catch (ProviderException fault)
            {
                await SilenceAsync(slot, id, contact, fault, cancellationToken);
            }
            catch (Exception fault) when (fault is StoreException or IOException)
            {
                // The disk is full or the store is busy: nothing is lost, the agent tells the same state again.
                LogNotStored(fault, id);
                await Task.Delay(RetryMax, time, cancellationToken);
            }
        }
    }

    /// <summary>One call, given up when the run's state changes meanwhile, so that a new order goes out at once. Null: given up.</summary>
    private async Task<AgentAnswer?> CallAsync(Run run, Slot slot, Contact contact, CancellationToken cancellationToken)
    {
        var call = new AgentCall
        {
            Epoch = slot.Epoch,
            Lease = policy.Lease,
            Order = Orders.For(run, slot, policy),
            Seen = contact.SeenOf(slot.State),
            Wait = PollWait,
        };
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answer = link.CallAsync(slot, call, giveUp.Token);
        while (!answer.IsCompleted && board.NextChange(run.Id) is { } change)
        {
            // First the bell, then the look: what was stored since the order was read would otherwise wait for the agent's next word.
            if (IsMeant(call.Order, run.Id, slot.Token))
            {
                if (await Task.WhenAny(answer, change) == answer) break;
                continue;
            }

            giveUp.Cancel();
            try
            {
                return await answer;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return null;
            }
        }

        return await answer;
    }

    /// <summary>Whether the newest state still says what an order says.</summary>
    private bool IsMeant(AgentOrder order, RunId id, LaunchToken token) =>
        board.Find(id, token) is var (run, slot) && Orders.IsWatched(slot) && SameOrder(order, Orders.For(run, slot, policy));

    private static bool SameOrder(AgentOrder left, AgentOrder right) =>
        left.Stage == right.Stage && left.Peers.AsSpan().SequenceEqual(right.Peers.AsSpan());

    /// <summary>Fetches what the log has more than is kept. Of a long piece of news the next part is on its way while one is written: the way there would else be idle.</summary>
    private async Task PumpAsync(RunId run, Slot slot, AgentState state, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<LogPiece>? ahead = null;
        try
        {
            for (var at = logs.Length(run, slot.Epoch, slot.Rank); at < state.LogLength; at = logs.Length(run, slot.Epoch, slot.Rank))
            {
                var reading = ahead ?? link.ReadLogAsync(slot, at, LogPieceBytes, over.Token);
                ahead = at + LogPieceBytes < state.LogLength ? link.ReadLogAsync(slot, at + LogPieceBytes, LogPieceBytes, over.Token) : null;
                var piece = await reading;
                if (piece.Bytes.IsEmpty || board.Find(run, slot.Token)?.Slot is not { } now || !Orders.IsWatched(now)) return;
                await logs.AppendAsync(run, slot.Epoch, slot.Rank, piece, cancellationToken);

                // Less came than was asked for: what was asked for behind it would leave a gap, and the rest comes with the next news.
                if (ahead is not null && piece.Bytes.Length < LogPieceBytes) return;
            }
        }
        finally
        {
            if (ahead is not null)
            {
                await over.CancelAsync();
                await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task FoldAsync(Run run, Slot slot, AgentAnswer answer, Contact contact, CancellationToken cancellationToken)
    {
        var state = answer.State;
        if (slot.State is SlotState.Draining && state.Phase is AgentPhase.Ended && logs.Length(run.Id, slot.Epoch, slot.Rank) >= state.LogLength)
        {
            await runs.StepAsync(run.Id, r => RunFacts.Drained(RunFacts.AgentSaid(r, slot.Token, state), slot.Token, time.GetUtcNow()), cancellationToken);
            return;
        }

        // The program waits for the machine's address too, which only the list tells: the last one may have been asked for a moment before the machine was up.
        if (slot.Address.Length == 0) AskForList(slot.Quote.Offer.Provider);

        var now = time.GetUtcNow();
        if (!Decides(slot, state) && now - contact.StoredAt < StoreProgressEvery) return;
        await runs.StepAsync(run.Id, r => RunFacts.AgentSaid(r, slot.Token, state), cancellationToken);
        contact.StoredAt = now;
    }

    /// <summary>Whether a state says something that a decision may hang on, beyond progress and the length of the log.</summary>
    private static bool Decides(Slot slot, AgentState state) => slot.Agent is not { } known || slot.SilentSince is not null || slot.State is SlotState.Launched
        || known.Phase != state.Phase || known.SetupDone != state.SetupDone || known.ExitCode != state.ExitCode || known.ReclaimAt != state.ReclaimAt
        || known.Why != state.Why || known.RestoredFrom != state.RestoredFrom || known.StartedAt != state.StartedAt || known.EndedAt != state.EndedAt
        || !known.Checkpoints.AsSpan().SequenceEqual(state.Checkpoints.AsSpan());

    private async Task SilenceAsync(Slot slot, RunId id, Contact contact, ProviderException fault, CancellationToken cancellationToken)
    {
        var silence = time.GetUtcNow() - contact.HeardAt;
        AskForList(slot.Quote.Offer.Provider);
        if (slot.State is SlotState.Ready && slot.SilentSince is null && silence >= policy.SilencePatience)
        {
            LogSilent(fault, slot.Token);
            try
            {
                await runs.StepAsync(id, r => RunFacts.AgentSilent(r, slot.Token, contact.HeardAt), cancellationToken);
            }
            catch (StoreException full)
            {
                LogNotStored(full, id);
            }
        }

        await Task.Delay(contact.Retry, time, cancellationToken);
        contact.Retry = contact.Retry * 2 > RetryMax ? RetryMax : contact.Retry * 2;
    }

    private sealed class Contact
    {
        public DateTimeOffset HeardAt { get; set; }

        public DateTimeOffset StoredAt { get; set; } = DateTimeOffset.MinValue;

        public TimeSpan Retry { get; set; } = RetryFirst;

        public long Seen { get; set; }

        private SlotState State { get; set; }

        /// <summary>The mark of the last state that was acted on: what an agent said of a machine that was still needed is heard again once it is not.</summary>
        public long SeenOf(SlotState state)
        {
            if (state is SlotState.Draining && State is not SlotState.Draining) Seen = 0;
            State = state;
            return Seen;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "machine {Token} does not answer; its provider is asked")]
    private partial void LogSilent(Exception fault, LaunchToken token);

    [LoggerMessage(Level = LogLevel.Error, Message = "what the agents of run {Run} said could not be stored; asked again")]
    private partial void LogNotStored(Exception fault, RunId run);
}
