using System.Collections.Immutable;
using Haggle.Core.Ledger;
using Haggle.Core.Runs;
using Haggle.Core.Units;

namespace Haggle.Bench.Decide;

/// <summary>A run in the middle of its life, brought there by the decider itself.</summary>
internal static class SampleRun
{
    public static Run Running(Run waiting, DeciderInput input, DateTimeOffset now)
    {
        var run = RunDecider.Decide(waiting, input, now).Next;
        var slot = run.Attempt!.Slots[0];
        run = RunFacts.Launched(run, slot.Token, new MachineId("m-1"));
        run = RunFacts.Seen(
            run,
            new MachineFact
            {
                Machine = new MachineId("m-1"),
                Token = slot.Token,
                Status = MachineStatus.Running,
                Address = "10.0.0.1",
                BilledFrom = now,
                Rates = [new RateChange(now, slot.Quote.Rate), new RateChange(now.AddHours(1), slot.Quote.Rate)],
                InstanceType = slot.Quote.Offer.InstanceType,
                Purchase = slot.Quote.Offer.Purchase,
                AcceleratorCount = slot.Quote.Offer.AcceleratorCount,
            },
            now);
        var progress = new Progress { Step = 10, Of = 1000, Loss = 2.5, At = now.AddMinutes(1) };
        run = RunFacts.AgentSaid(run, slot.Token, new AgentState { Phase = AgentPhase.Running, SetupDone = true, StartedAt = now, Progress = progress });
        return RunDecider.Decide(run, input, now.AddMinutes(1)).Next;
    }

    public static ImmutableArray<LedgerEntry> Ledger(Run run, int lines, DateTimeOffset now) =>
    [
        .. Enumerable.Range(0, lines).Select(i => new LedgerEntry
        {
            Run = run.Id,
            Epoch = 1,
            Token = run.Attempt!.Slots[0].Token,
            Kind = EntryKind.Accrual,
            At = now.AddMinutes(10 * i),
            From = now,
            Until = now.AddMinutes(10 * i),
            Amount = new Money(1_666_666_667 + i),
        }),
    ];
}
