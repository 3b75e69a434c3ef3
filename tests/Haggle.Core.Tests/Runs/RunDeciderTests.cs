using Haggle.Core.Market;
using Haggle.Core.Policy;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using static Haggle.Core.Tests.Runs.RunMaker;

namespace Haggle.Core.Tests.Runs;

public sealed class RunDeciderTests
{
    [Theory]
    [InlineData(true, 5, "; no prices from slow yet")]
    [InlineData(false, 60, "")]
    public void A_market_with_a_provider_that_has_not_answered_is_looked_at_again_soon(bool silent, int seconds, string says)
    {
        var input = Input() with { Market = new MarketSnapshot(Noon, []) { Silent = silent ? [new ProviderName("slow")] : [] } };
        var run = RunDecider.Decide(Submitted(), input, Noon).Next;
        Assert.Equal(Noon + TimeSpan.FromSeconds(seconds), run.DueAt);
        Assert.Equal(says, run.Reason.Contains(';', StringComparison.Ordinal) ? run.Reason[run.Reason.IndexOf(';', StringComparison.Ordinal)..] : "");
    }

    [Fact]
    public void An_accepted_run_intends_a_machine_before_any_is_asked_for()
    {
        var run = Placed();
        var slot = run.Only();
        Assert.Equal(SlotState.Intended, slot.State);
        Assert.Equal("owner-7-1-0", slot.Token.Value);
        Assert.Equal(1, run.Epoch);
        Assert.Contains("attempt 1: cloud/east/v100/on-demand at $3.06/h", run.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cheapest_machine_is_taken() =>
        Assert.Equal(Spot, Submitted().Decide(Noon, OnDemand, Spot).Only().Quote);

    [Fact]
    public void Nobody_runs_before_everybody_is_set_up()
    {
        var run = Placed(ATask with { Nodes = 2 });
        for (var rank = 0; rank < 2; rank++)
        {
            Assert.Equal(OrderStage.Hold, run.Attempt!.Stage);
            run = RunFacts.Launched(run, Token(1, rank), new MachineId($"i-{rank}"));
            run = RunFacts.Seen(run, Fact(run, rank: rank) with { Machine = new MachineId($"i-{rank}") }, Noon);
            run = run.Hear(a => a, rank: rank).Decide(Noon, OnDemand);
        }

        Assert.Equal(OrderStage.SetUp, run.Attempt!.Stage);
        run = run.Hear(a => a with { Phase = AgentPhase.SettingUp, SetupDone = true }, rank: 0).Decide(Noon, OnDemand);
        Assert.Equal(OrderStage.SetUp, run.Attempt!.Stage);
        run = run.Hear(a => a with { Phase = AgentPhase.SettingUp, SetupDone = true }, rank: 1).Decide(Noon, OnDemand);
        Assert.Equal(OrderStage.Run, run.Attempt!.Stage);
    }

    [Fact]
    public void A_node_that_waits_for_its_gang_after_setting_up_is_heard()
    {
        var run = Placed(ATask with { Nodes = 2 });
        for (var rank = 0; rank < 2; rank++)
        {
            run = RunFacts.Launched(run, Token(1, rank), new MachineId($"i-{rank}"));
            run = RunFacts.Seen(run, Fact(run, rank: rank) with { Machine = new MachineId($"i-{rank}") }, Noon);
            run = run.Hear(a => a with { Phase = AgentPhase.SettingUp }, rank: rank).Decide(Noon, OnDemand);
        }

        for (var rank = 0; rank < 2; rank++) run = run.Hear(a => a with { Phase = AgentPhase.Idle, SetupDone = true }, rank: rank).Decide(Noon, OnDemand);
        Assert.Equal(OrderStage.Run, run.Attempt!.Stage);
    }

    [Fact]
    public void A_program_that_says_nothing_is_looked_at_when_its_time_is_over()
    {
        var run = Running(ATask with { MaxDuration = TimeSpan.FromMinutes(7) });
        Assert.Equal(Noon + TimeSpan.FromMinutes(7), run.DueAt);
        Assert.Equal(RunOutcome.OutOfTime, run.Decide(run.DueAt).Outcome);
    }

    [Fact]
    public void The_node_that_failed_first_tells_why_a_gang_failed()
    {
        var run = Running(ATask with { Nodes = 2 });
        run = run.Hear(a => a with { Phase = AgentPhase.Ended, ExitCode = 9, EndedAt = Noon }, rank: 1).Decide(Noon);
        Assert.Equal(OrderStage.Stop, run.Attempt!.Stage);
        run = run.Hear(a => a with { Phase = AgentPhase.Ended, ExitCode = 143, Why = "stopped by order", EndedAt = Noon + TimeSpan.FromSeconds(1) }, rank: 0).Decide(Noon);
        Assert.Equal((RunOutcome.Failed, 9, "node 1: exit code 9"), (run.Outcome, run.ExitCode, run.Reason));
    }

    [Fact]
    public void A_single_node_is_told_to_run_as_soon_as_it_answers()
    {
        var run = Placed();
        run = RunFacts.Launched(run, Token(), new MachineId("i-1-0"));
        run = RunFacts.Seen(run, Fact(run), Noon);
        run = run.Hear(a => a).Decide(Noon, OnDemand);
        Assert.Equal(OrderStage.Run, run.Attempt!.Stage);
    }

    [Fact]
    public void A_finished_program_ends_the_run_only_when_the_machine_is_gone_by_the_providers_word()
    {
        var run = Running().Hear(a => a with { Phase = AgentPhase.Ended, ExitCode = 0 }).Decide(Noon);
        Assert.Equal(RunOutcome.Succeeded, run.Outcome);
        Assert.Equal(RunPhase.Closing, run.Phase);
        Assert.Equal(SlotState.Draining, run.Only().State);
        run = RunFacts.Drained(run, Token(), Noon).Decide(Noon);
        Assert.Equal(SlotState.Ending, run.Only().State);
        Assert.Equal(RunPhase.Closing, run.Phase);
        run = RunFacts.Seen(run, Fact(run, MachineStatus.Ending), Noon).Decide(Noon);
        Assert.Equal(RunPhase.Closing, run.Phase);
        run = RunFacts.Seen(run, Fact(run, MachineStatus.Gone), Noon).Decide(Noon);
        Assert.Equal(RunPhase.Ended, run.Phase);
        Assert.Equal(Money.FromUsd(3.06m), run.Spent);
    }

    [Theory]
    [InlineData(299, RunPhase.Active, 1, "running")]
    [InlineData(300, RunPhase.Active, 2, "starting cloud/east/v100/on-demand")]
    public void Unreachable_is_not_reclaimed_it_has_a_patience_of_its_own(int silentSeconds, RunPhase phase, int epoch, string reason)
    {
        var run = RunFacts.AgentSilent(Running(), Token(), Noon);
        run = run.Decide(Noon + TimeSpan.FromSeconds(silentSeconds), OnDemand);

        // The first attempt that came to nothing makes the next one wait a little.
        if (epoch == 2) run = run.Decide(run.NotBefore ?? Noon, OnDemand);
        Assert.Equal((phase, epoch), (run.Phase, run.Epoch));
        Assert.StartsWith(reason, run.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reclaimed_machine_is_replaced_under_a_new_epoch_from_the_newest_checkpoint()
    {
        var saved = new CheckpointRef("00001-000001", 1, 120, 1000, "ab", Noon);
        var run = Running(ATask with { Checkpoint = new CheckpointRule("checkpoints", TimeSpan.FromMinutes(5), 3) });
        run = RunFacts.Seen(run, Fact(run, MachineStatus.Gone) with { Reclaimed = true }, Noon).Decide(Noon + TimeSpan.FromMinutes(90), OnDemand);
        Assert.Equal(RunPhase.Placing, run.Phase);
        Assert.Null(run.Attempt);

        // The store of the old epoch is sealed before a new one may write.
        run = RunFacts.Sealed(run, 1, [saved]).Decide(Noon + TimeSpan.FromMinutes(90), OnDemand);
        Assert.Equal(2, run.Attempt!.Epoch);
        Assert.Equal([saved], run.Attempt.RestoreFrom);
        Assert.Equal(1, run.Reclaims);
    }

    [Fact]
    public void A_notice_stops_the_gang_in_order()
    {
        var run = Running(ATask with { Nodes = 2 }, Spot);
        run = run.Hear(a => a with { ReclaimAt = Noon + TimeSpan.FromMinutes(2) }, rank: 1).Decide(Noon, OnDemand);
        Assert.Equal(AttemptEnd.Reclaimed, run.Attempt!.Stopping);
        Assert.Equal(OrderStage.Stop, run.Attempt.Stage);
    }

    [Theory]
    [InlineData(0, 3, 0, RunOutcome.Failed, "exit code 3")]
    [InlineData(1, 3, 0, null, "exit code 3; restart 1 of 1")]
    [InlineData(0, 3, 3, null, "exit code 3; started again as the task says")]
    [InlineData(0, 4, 3, RunOutcome.Failed, "exit code 4")]
    public void A_program_that_fails_is_started_again_as_often_as_the_task_says(int restarts, int code, int recoverOn, RunOutcome? outcome, string reason)
    {
        var job = ATask with { MaxRestartsOnErrors = restarts, RecoverOnExitCodes = recoverOn == 0 ? [] : [recoverOn] };
        var run = Running(job).Hear(a => a with { Phase = AgentPhase.Ended, ExitCode = code }).Decide(Noon + TimeSpan.FromMinutes(5));
        Assert.Equal(outcome, run.Outcome);
        if (outcome is null) Assert.Equal(RunPhase.Placing, run.Phase);
        var events = RunDecider.Decide(Running(job).Hear(a => a with { Phase = AgentPhase.Ended, ExitCode = code }), Input(), Noon).Events;
        Assert.Contains(events, e => e.Text.Contains(reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(AgentPhase.Ended, 143, null, RunPhase.Placing, "an interrupted program goes on elsewhere")]
    [InlineData(AgentPhase.Ended, 0, null, RunPhase.Placing, "many save and exit with 0 when they are told to stop")]
    [InlineData(AgentPhase.Ended, 0, 100, RunPhase.Closing, "it had finished")]
    public void After_a_notice_only_complete_progress_means_finished(AgentPhase phase, int code, int? step, RunPhase expected, string why)
    {
        var run = Running(quote: Spot).Hear(a => a with { ReclaimAt = Noon, Progress = new Progress { Step = step ?? 50, Of = 100, At = Noon } });
        run = run.Decide(Noon, OnDemand).Hear(a => a with { Phase = phase, ExitCode = code });
        var decided = RunDecider.Decide(run, Input() with { Market = null }, Noon).Next;
        Assert.True(expected == decided.Phase, $"{why}: {decided.Phase}");
    }

    [Fact]
    public void A_machine_that_is_not_what_was_asked_for_is_refused_and_ended()
    {
        var run = RunFacts.Launched(Placed(quote: Spot), Token(), new MachineId("i-1-0"));
        run = RunFacts.Seen(run, Fact(run) with { Purchase = Market.Purchase.OnDemand }, Noon).Decide(Noon);
        Assert.Equal(SlotState.Ending, run.Only().State);
        Assert.Contains(run.Cooling, c => c.Key == Spot.Offer.Key.Value);
    }

    [Fact]
    public void A_machine_that_never_gets_ready_is_ended_and_its_offer_left_alone()
    {
        var run = RunFacts.Launched(Placed(), Token(), new MachineId("i-1-0"));
        run = run.Decide(Noon + TimeSpan.FromMinutes(10));
        Assert.Equal(SlotState.Ending, run.Only().State);
        Assert.Contains(run.Cooling, c => c.Key == OnDemand.Offer.Key.Value);
    }

    [Fact]
    public void No_capacity_goes_on_to_the_next_offer_at_once()
    {
        var west = Quote("cloud/west/v100/spot", 0.95m, Purchase.Spot);
        var run = Submitted().Decide(Noon, OnDemand, Spot, west);
        run = RunFacts.NotLaunched(run, Token(), AttemptEnd.NoCapacity, "none left", Noon + TimeSpan.FromMinutes(1)).Decide(Noon, OnDemand, Spot, west);
        Assert.Equal(2, run.Epoch);
        Assert.Equal(west, run.Only().Quote);
    }

    [Fact]
    public void Without_spot_a_run_waits_for_it_with_bounded_patience_and_then_pays()
    {
        var run = Submitted().Decide(Noon, OnDemand, Spot);
        run = RunFacts.NotLaunched(run, Token(), AttemptEnd.NoCapacity, "none left", Noon + TimeSpan.FromHours(2)).Decide(Noon, OnDemand, Spot);
        Assert.Equal(Noon, run.SpotWait!.Since);
        Assert.StartsWith("waiting: ", run.Reason, StringComparison.Ordinal);
        run = run.Decide(Noon + TimeSpan.FromMinutes(16), OnDemand, Spot);
        Assert.Equal(OnDemand, run.Only().Quote);
        Assert.Contains("waited for spot long enough", run.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_every_provider_refuses_fails_and_says_why()
    {
        var run = RunFacts.NotLaunched(Placed(), Token(), AttemptEnd.Refused, "quota is 0 vCPU", Noon + Patience.CoolAfterRefusal).Decide(Noon, OnDemand);
        run = run.Decide(run.NotBefore!.Value, OnDemand);
        Assert.Equal(RunOutcome.Failed, run.Outcome);
        Assert.Contains("quota is 0 vCPU", run.Reason, StringComparison.Ordinal);
        Assert.Equal(RunPhase.Ended, run.Phase);
    }

    [Fact]
    public void A_budget_stops_the_program_while_its_grace_is_still_paid_for()
    {
        var run = Running(ATask with { Budget = Money.FromUsd(3.06m) });
        while (run.DueAt < Noon + TimeSpan.FromMinutes(51)) run = run.Decide(run.DueAt, OnDemand);
        Assert.Equal(Noon + TimeSpan.FromHours(1) - Patience.Grace - Patience.DrainPatience - ProviderPatience.Default.Ending, run.DueAt);
        var before = run.Decide(run.DueAt - TimeSpan.FromSeconds(1), OnDemand);
        Assert.Null(before.Outcome);
        run = before.Decide(run.DueAt, OnDemand);
        Assert.Equal(RunOutcome.OutOfBudget, run.Outcome);
        Assert.Equal(OrderStage.Stop, run.Attempt!.Stage);
    }

    [Fact]
    public void Nothing_is_rented_that_the_budget_cannot_pay_for()
    {
        var run = Submitted(ATask with { Budget = Money.FromUsd(0.0001m) }).Decide(Noon, OnDemand);
        Assert.Equal(RunOutcome.OutOfBudget, run.Outcome);
        Assert.Equal(RunPhase.Ended, run.Phase);
    }

    [Theory]
    [InlineData(null, 10.0, "cloud/east/v100/on-demand", "work that is not known counts as endless")]
    [InlineData(2.0, 3.0, "cloud/east/v100/spot", "an hour of slack is enough for reclaims")]
    [InlineData(2.0, 2.1, "cloud/east/v100/on-demand", "no time for a reclaim")]
    public void A_deadline_is_never_missed_for_the_sake_of_a_cheaper_machine(double? workHours, double deadlineHours, string offer, string why)
    {
        var job = ATask with { Deadline = Noon + TimeSpan.FromHours(deadlineHours), MaxDuration = workHours is { } h ? TimeSpan.FromHours(h) : null };
        job = job with { Checkpoint = new CheckpointRule("c", TimeSpan.FromMinutes(10), 3) };
        var chosen = Submitted(job).Decide(Noon, OnDemand, Spot).Only().Quote.Offer.Key.Value;
        Assert.True(offer == chosen, $"{why}: {chosen}");
    }

    [Fact]
    public void The_time_limit_counts_all_attempts()
    {
        var run = Running(ATask with { MaxDuration = TimeSpan.FromHours(2) }) with { RanBefore = TimeSpan.FromHours(1) };
        run = run.Decide(Noon + TimeSpan.FromHours(1), OnDemand);
        Assert.Equal(RunOutcome.OutOfTime, run.Outcome);
    }

    [Theory]
    [InlineData(StopWish.Gracefully, SlotState.Ready)]
    [InlineData(StopWish.AtOnce, SlotState.Ending)]
    public void A_user_stops_a_run_with_or_without_grace(StopWish wish, SlotState state)
    {
        var run = RunFacts.UserStop(Running(), wish).Decide(Noon, OnDemand);
        Assert.Equal(RunOutcome.Stopped, run.Outcome);
        Assert.Equal(state, run.Only().State);
    }

    [Fact]
    public void A_machine_whose_making_is_unknown_is_kept_until_the_provider_has_said_what_became_of_it()
    {
        var run = RunFacts.UserStop(Placed(), StopWish.AtOnce).Decide(Noon);
        Assert.Equal(SlotState.Ending, run.Only().State);
        Assert.Equal(RunPhase.Closing, run.Phase);
        run = RunFacts.Absent(run, Token(), Noon).Decide(Noon);
        Assert.Equal(RunPhase.Ended, run.Phase);
    }

    [Fact]
    public void A_task_that_wants_no_replacement_fails_with_its_machine()
    {
        var run = Running(ATask with { ReplacesLost = false });
        run = RunFacts.Seen(run, Fact(run, MachineStatus.Gone) with { Reclaimed = true }, Noon).Decide(Noon, OnDemand);
        Assert.Equal(RunOutcome.Failed, run.Outcome);
    }

    [Fact]
    public void A_broken_invariant_is_seen_and_the_run_set_aside_with_its_machines_given_back()
    {
        var run = Running() with { SealedEpoch = 9 };
        Assert.Throws<InvariantException>(() => run.Decide(Noon));
        var set = RunDecider.Quarantine(run, "test", Noon);
        Assert.Equal(RunOutcome.Quarantined, set.Outcome);
        Assert.All(set.Leaving, s => Assert.Equal(SlotState.Ending, s.State));
    }

    [Fact]
    public void The_same_question_gets_the_same_answer_and_an_idle_one_changes_nothing()
    {
        var run = Running();
        var first = RunDecider.Decide(run, Input(OnDemand), Noon + TimeSpan.FromSeconds(1));
        Assert.Equal(first.Next, RunDecider.Decide(run, Input(OnDemand), Noon + TimeSpan.FromSeconds(1)).Next);
        Assert.Same(run, first.Next);
    }

    [Theory]
    [InlineData(MachineStatus.Running, "still there: ended and booked")]
    [InlineData(MachineStatus.Gone, "gone by itself: booked")]
    public void A_machine_that_was_made_after_the_run_was_over_opens_it_again_until_it_is_booked(MachineStatus status, string why)
    {
        var placed = Placed();
        var slot = placed.Only();
        var over = RunFacts.NotLaunched(placed, slot.Token, AttemptEnd.NoCapacity, "no capacity", null) with { Stop = StopWish.Gracefully };
        over = over.Decide(Noon);
        Assert.Equal((RunPhase.Ended, RunOutcome.Stopped), (over.Phase, over.Outcome));

        var late = Fact(placed, status);
        var open = RunFacts.MadeLate(over, slot, late, Noon).Decide(Noon);
        Assert.True(open is { Phase: RunPhase.Closing, Outcome: RunOutcome.Stopped, EndedAt: null }, why);
        Assert.Equal((SlotState.Ending, late.Machine), (open.Only().State, open.Only().Machine));
        Assert.Same(open, RunFacts.MadeLate(open, slot, late, Noon));

        var closed = RunFacts.Seen(open, Fact(open, MachineStatus.Gone), Noon).Decide(Noon);
        Assert.Equal((RunPhase.Ended, RunOutcome.Stopped, Money.FromUsd(3.06m)), (closed.Phase, closed.Outcome, closed.Spent));
    }

    [Fact]
    public void A_late_machine_that_never_cost_anything_changes_nothing()
    {
        var placed = Placed();
        var over = RunFacts.NotLaunched(placed, placed.Only().Token, AttemptEnd.NoCapacity, "no capacity", null) with { Stop = StopWish.Gracefully };
        over = over.Decide(Noon);
        Assert.Same(over, RunFacts.MadeLate(over, placed.Only(), Fact(placed, MachineStatus.Gone) with { BilledFrom = null, BilledTo = null }, Noon));
    }

    [Fact]
    public void A_machine_that_waits_in_a_queue_is_not_given_up_as_one_that_does_not_boot()
    {
        var input = Input(OnDemand) with
        {
            Patience = System.Collections.Immutable.ImmutableDictionary<ProviderName, ProviderPatience>.Empty
                .Add(OnDemand.Offer.Provider, ProviderPatience.Default with { Queue = TimeSpan.FromDays(7) }),
        };
        Run Look(Run run, TimeSpan after) => RunDecider.Decide(run, input, Noon + after).Next;
        var run = RunFacts.Launched(Look(Submitted(), TimeSpan.Zero), Token(), new MachineId("i-1-0"));
        var waiting = Fact(run, MachineStatus.Pending) with { Queue = new MachineQueue("Resources", 3, null), BilledFrom = null, Rates = [] };
        run = Look(RunFacts.Seen(run, waiting, Noon), TimeSpan.FromDays(2));
        Assert.Equal(SlotState.Launched, run.Only().State);
        Assert.Equal("waiting in the queue of cloud/east/v100/on-demand: Resources", run.Reason);

        // From then on it boots, and its time for that begins.
        var left = TimeSpan.FromDays(3);
        run = Look(RunFacts.Seen(run, Fact(run, MachineStatus.Pending), Noon + left), left + TimeSpan.FromMinutes(9));
        Assert.Equal(SlotState.Launched, run.Only().State);
        Assert.Equal(AttemptEnd.NeverReady, RunDecider.Decide(run, input, Noon + left + TimeSpan.FromMinutes(10)).Ended?.End);
    }

    [Fact]
    public void A_queue_is_not_waited_in_for_ever()
    {
        var input = Input(OnDemand) with
        {
            Patience = System.Collections.Immutable.ImmutableDictionary<ProviderName, ProviderPatience>.Empty
                .Add(OnDemand.Offer.Provider, ProviderPatience.Default with { Queue = TimeSpan.FromDays(7) }),
        };
        var run = RunFacts.Launched(RunDecider.Decide(Submitted(), input, Noon).Next, Token(), new MachineId("i-1-0"));
        run = RunFacts.Seen(run, Fact(run, MachineStatus.Pending) with { Queue = new MachineQueue("", null, null), BilledFrom = null, Rates = [] }, Noon);
        Assert.Equal(AttemptEnd.NeverReady, RunDecider.Decide(run, input, Noon + TimeSpan.FromDays(7) + TimeSpan.FromMinutes(10)).Ended?.End);
    }
}
