using Haggle.Core.Policy;

namespace Haggle.Core.Runs;

/// <summary>
/// The rules of a live attempt, in the order of their precedence: the user's wish, machines that are lost or wrong, the program's end, the limits of
/// money and time, and how far the gang may go.
/// </summary>
internal static class AttemptRules
{
    public static void Apply(RunDraft draft)
    {
        if (LostMachine(draft) || StopNow(draft) || ProgramOver(draft) || BudgetOver(draft) || NotReady(draft)) return;
        Limits(draft);
        if (draft.Run.Attempt is null) return;
        Advance(draft);
    }

    /// <summary>A machine that is gone, refused, wrong or out of reach for too long ends the attempt: a gang lives and dies together.</summary>
    private static bool LostMachine(RunDraft draft)
    {
        var attempt = draft.Run.Attempt!;
        foreach (var slot in attempt.Slots)
        {
            var lost = slot switch
            {
                { State: SlotState.NeverBorn } => (slot.Failure ?? AttemptEnd.NoCapacity, $"{slot.Quote.Offer.Key}: {slot.Why}"),
                { Failure: AttemptEnd.Mismatch } => (AttemptEnd.Mismatch, $"machine {slot.Machine} {slot.Why}: refused"),
                { State: SlotState.Gone, Reclaimed: true } => (AttemptEnd.Reclaimed, $"machine {slot.Machine} was taken back"),
                { State: SlotState.Gone } when !FinishedInOrder(slot) => (AttemptEnd.MachineDied, $"machine {slot.Machine} is gone, nobody took it back"),
                { SilentSince: { } since } when draft.Now - draft.Unheard(since) >= draft.Policy.UnreachablePatience =>
                    (AttemptEnd.Unreachable, $"machine {slot.Machine} has not answered for {Words.Duration(draft.Now - draft.Unheard(since))}"),
                _ => (AttemptEnd.Finished, ""),
            };
            if (lost.Item1 is AttemptEnd.Finished)
            {
                if (slot.SilentSince is { } silent) draft.LookAgain(draft.Unheard(silent) + draft.Policy.UnreachablePatience);
                continue;
            }

            if (lost.Item1 is AttemptEnd.Mismatch or AttemptEnd.Refused)
            {
                var rest = lost.Item1 is AttemptEnd.Refused ? draft.Policy.CoolAfterRefusal : draft.Policy.CoolAfterTrouble;
                draft.Run = RunFacts.Cool(draft.Run, slot.Quote.Offer.Key.Value, draft.Now + rest);
            }

            End(draft, lost.Item1, lost.Item2);
            return true;
        }

        return false;
    }

    /// <summary>A wish to stop at once, or one whose patience is over, ends the attempt whatever the program does.</summary>
    private static bool StopNow(RunDraft draft)
    {
        var attempt = draft.Run.Attempt!;
        if (draft.Run.Stop is StopWish.AtOnce)
        {
            draft.Conclude(RunOutcome.Stopped, "stopped by the user at once");
            draft.EndAttempt(AttemptEnd.UserStop, "stopped by the user at once");
            return true;
        }

        if (attempt is { Stopping: { } why, StopBy: { } by })
        {
            if (draft.Now < by)
            {
                draft.LookAgain(by);
                return false;
            }

            End(draft, why, $"{Reason(why)}; the program had not stopped in time");
            return true;
        }

        return false;
    }

    private static bool ProgramOver(RunDraft draft)
    {
        var attempt = draft.Run.Attempt!;
        if (attempt.Slots.All(s => s.Agent?.Phase is AgentPhase.Ended))
        {
            var told = attempt.Slots.Any(s => s.Agent?.ReclaimAt is not null);
            var failed = FirstFailed(attempt);
            if (attempt.Stopping is { } why && !(failed is null && Complete(draft.Run))) End(draft, why, Reason(why));
            else if (told && !(failed is null && Complete(draft.Run))) End(draft, AttemptEnd.Reclaimed, Reason(AttemptEnd.Reclaimed));
            else if (failed is null) Succeed(draft);
            else Fail(draft, failed);
            return true;
        }

        // One node failed by itself: the others are told to stop, and when they have, the attempt ends.
        var broken = attempt.Slots.FirstOrDefault(s => s.Agent is { Phase: AgentPhase.Ended, ExitCode: not 0, ReclaimAt: null });
        if (broken is not null && attempt.Stopping is null) StopGracefully(draft, AttemptEnd.Failed, $"node {broken.Rank} failed");
        return false;
    }

    /// <summary>Machines whose ending the rest of the budget only just pays are given back, whatever the program is doing.</summary>
    private static bool BudgetOver(RunDraft draft)
    {
        if (BudgetGuard.GiveBackAt(draft.Run, draft.Input, draft.Now) is not { } at) return false;
        if (at > draft.Now)
        {
            draft.LookAgain(at);
            return false;
        }

        draft.Conclude(RunOutcome.OutOfBudget, $"the budget of {draft.Run.Job.Budget} is used up");
        End(draft, draft.Run.Attempt!.Stopping ?? AttemptEnd.Budget, $"{Reason(AttemptEnd.Budget)}; the program had not stopped in time");
        return true;
    }

    private static bool NotReady(RunDraft draft)
    {
        var attempt = draft.Run.Attempt!;
        foreach (var slot in attempt.Slots)
        {
            if (slot.State is not (SlotState.Intended or SlotState.Launched) || attempt.Stopping is not null) continue;
            var readyBy = draft.ReadyBy(slot);
            if (draft.Now >= readyBy)
            {
                draft.Run = RunFacts.Cool(draft.Run, slot.Quote.Offer.Key.Value, draft.Now + draft.Policy.CoolAfterTrouble);
                End(draft, AttemptEnd.NeverReady, $"{slot.Quote.Offer.Key}: machine {slot.Machine?.Value ?? "(unknown)"} never got ready");
                return true;
            }

            draft.LookAgain(readyBy);
        }

        return false;
    }

    /// <summary>The user's wish, the provider's notice, the budget, the time limit and the deadline each stop the program in order.</summary>
    private static void Limits(RunDraft draft)
    {
        var attempt = draft.Run.Attempt!;
        if (attempt.Stopping is not null) return;
        if (draft.Run.Stop is StopWish.Gracefully)
        {
            draft.Conclude(RunOutcome.Stopped, "stopped by the user");
            StopGracefully(draft, AttemptEnd.UserStop, "stopped by the user");
            return;
        }

        if (attempt.Slots.FirstOrDefault(s => s.Agent?.ReclaimAt is not null) is { } noticed)
        {
            StopGracefully(draft, AttemptEnd.Reclaimed, $"machine {noticed.Machine} will be taken back");
            return;
        }

        if (BudgetGuard.StopAt(draft.Run, draft.Input, draft.Now) is { } broke)
        {
            if (broke <= draft.Now)
            {
                draft.Conclude(RunOutcome.OutOfBudget, $"the budget of {draft.Run.Job.Budget} is used up");
                StopGracefully(draft, AttemptEnd.Budget, draft.Run.Reason);
                return;
            }

            draft.LookAgain(broke);
        }

        if (draft.Run.Job.MaxDuration is { } most && attempt.RunningSince is { } since)
        {
            var ends = since + ((most - draft.Run.RanBefore) / RunDraft.Pace(attempt));
            if (ends <= draft.Now)
            {
                draft.Conclude(RunOutcome.OutOfTime, $"it ran for its {Words.Duration(most)}");
                StopGracefully(draft, AttemptEnd.TimeLimit, draft.Run.Reason);
                return;
            }

            draft.LookAgain(ends);
        }

        if (attempt.RunningSince is null && attempt.Slots[0].Quote.Offer.CanBeReclaimed
            && DeadlineGuard.LeaveReclaimableAt(draft.Run, draft.Policy, draft.Now) is { } leave && leave > attempt.DecidedAt)
        {
            // Decided after that instant, it was taken because there was nothing else: leaving it would only take the same again, without end.
            if (leave <= draft.Now) draft.EndAttempt(AttemptEnd.Moved, "a cheaper machine did not start in time for the deadline");
            else draft.LookAgain(leave);
        }

        if ((SpotRules.LeaveSpot(draft) ?? SpotRules.LookBack(draft) ?? HopRules.Move(draft)) is { } move) StopGracefully(draft, AttemptEnd.Moved, move);
    }

    /// <summary>Tells the gang how far it may go: nobody runs before everybody is set up.</summary>
    private static void Advance(RunDraft draft)
    {
        var attempt = draft.Run.Attempt!;
        if (attempt.Stopping is not null) return;
        var ready = attempt.Slots.All(s => s.State is SlotState.Ready && s.Address.Length > 0);
        var setUp = attempt.Slots.All(s => s.Agent is { SetupDone: true });
        var stage = attempt.Stage switch
        {
            OrderStage.Hold when ready && attempt.Slots.Length == 1 => OrderStage.Run,
            OrderStage.Hold when ready => OrderStage.SetUp,
            OrderStage.SetUp when setUp => OrderStage.Run,
            _ => attempt.Stage,
        };
        if (stage != attempt.Stage) draft.Run = draft.Run with { Attempt = attempt = attempt with { Stage = stage } };
        var running = attempt.Slots.All(s => s.Agent?.Phase is AgentPhase.Running or AgentPhase.Stopping or AgentPhase.Ended);
        if (attempt.RunningSince is null && running)
        {
            var took = (draft.Now - attempt.DecidedAt) * RunDraft.Pace(attempt);
            draft.Run = draft.Run with
            {
                Attempt = attempt with { RunningSince = draft.Now },
                StartUpSeen = took > draft.Run.StartUpSeen ? took : draft.Run.StartUpSeen,
            };
            var from = attempt.Slots[0].Agent!.RestoredFrom;
            draft.Because(from.Length > 0 ? $"running since checkpoint {from}" : "running");

            // Only now is it known when its time is over; a quiet program gives no further cause to look.
            Limits(draft);
        }
        else if (attempt.RunningSince is null)
        {
            var queued = attempt.Slots.FirstOrDefault(s => s.Queue is not null);
            draft.Because(
                queued is not null ? $"waiting in the queue of {queued.Quote.Offer.Key}{(queued.Queue!.Reason.Length > 0 ? ": " + queued.Queue.Reason : "")}"
                : attempt.Slots.All(s => s.State is SlotState.Ready) ? "setting up"
                : $"starting {attempt.Slots[0].Quote.Offer.Key}");
        }
    }

    private static void Succeed(RunDraft draft)
    {
        // A program that was told to stop and reached its end all the same has succeeded, whatever it was stopped for.
        draft.Run = draft.Run with { ExitCode = 0, Outcome = RunOutcome.Succeeded };
        draft.Conclude(RunOutcome.Succeeded, "finished");
        draft.EndAttempt(AttemptEnd.Finished, "finished");
    }

    private static void Fail(RunDraft draft, Slot failed)
    {
        var code = failed.Agent!.ExitCode ?? 1;
        var what = failed.Agent.Why.Length > 0 ? failed.Agent.Why : $"exit code {code}";
        if (draft.Run.Attempt!.Slots.Length > 1) what = $"node {failed.Rank}: {what}";
        if (draft.Run.Job.RecoverOnExitCodes.Contains(code))
        {
            draft.EndAttempt(AttemptEnd.Failed, $"{what}; started again as the task says");
            return;
        }

        draft.Run = draft.Run with { Failures = draft.Run.Failures + 1 };
        if (draft.Run.Failures <= draft.Run.Job.MaxRestartsOnErrors)
        {
            draft.EndAttempt(AttemptEnd.Failed, $"{what}; restart {draft.Run.Failures} of {draft.Run.Job.MaxRestartsOnErrors}");
            return;
        }

        draft.Run = draft.Run with { ExitCode = code };
        draft.Conclude(RunOutcome.Failed, what);
        draft.EndAttempt(AttemptEnd.Failed, what);
    }

    private static void StopGracefully(RunDraft draft, AttemptEnd why, string reason)
    {
        var attempt = draft.Run.Attempt!;
        var by = draft.Now + draft.Policy.Grace + draft.Policy.StopPatience;
        draft.Run = draft.Run with { Attempt = attempt with { Stopping = why, Stage = OrderStage.Stop, StopBy = by } };
        draft.LookAgain(by);
        draft.Because(reason);
        if (attempt.Slots.All(s => s.State is SlotState.Intended or SlotState.Launched)) End(draft, why, reason);
    }

    /// <summary>Ends the attempt; a run whose outcome is open goes on to look for another place.</summary>
    private static void End(RunDraft draft, AttemptEnd why, string reason)
    {
        if (why is AttemptEnd.Failed && FirstFailed(draft.Run.Attempt!) is { } failed)
        {
            Fail(draft, failed);
            return;
        }

        draft.EndAttempt(why, reason);
    }

    /// <summary>The node that failed before the others: they were told to stop because of it, and their exit codes say only that.</summary>
    private static Slot? FirstFailed(Attempt attempt) => attempt.Slots
        .Where(s => s.Agent is { Phase: AgentPhase.Ended, ExitCode: not 0 })
        .OrderBy(s => s.Agent!.EndedAt ?? DateTimeOffset.MaxValue).FirstOrDefault();

    /// <summary>A program that was told to stop and exits with 0 has finished only when its progress says so: many save and exit with 0.</summary>
    private static bool Complete(Run run) => run.Progress is { Of: { } of, Step: var step } && step >= of;

    private static bool FinishedInOrder(Slot slot) => slot.Agent is { Phase: AgentPhase.Ended };

    private static string Reason(AttemptEnd why) => why switch
    {
        AttemptEnd.UserStop => "stopped by the user",
        AttemptEnd.Reclaimed => "the provider takes the machine back",
        AttemptEnd.Budget => "the budget is used up",
        AttemptEnd.TimeLimit => "the time limit passed",
        AttemptEnd.Moved => "moved",
        _ => "stopped",
    };
}
