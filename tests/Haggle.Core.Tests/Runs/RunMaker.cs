using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Policy;
using Haggle.Core.Runs;
using Haggle.Core.Units;

namespace Haggle.Core.Tests.Runs;

/// <summary>Runs in every situation, for tables of decisions.</summary>
internal static class RunMaker
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    public static readonly OwnerId Owner = new("owner");
    public static readonly RunPolicy Patience = new();

    public static Quote Quote(string key = "cloud/east/v100/on-demand", decimal rate = 3.06m, Purchase purchase = Purchase.OnDemand) => new(
        new Offer { Key = new OfferKey(key), Provider = new ProviderName("cloud"), InstanceType = "v100", Purchase = purchase },
        HourlyRate.FromUsd(rate),
        new Provenance("test", Noon));

    public static readonly Quote OnDemand = Quote();
    public static readonly Quote Spot = Quote("cloud/east/v100/spot", 0.92m, Purchase.Spot);

    public static Job ATask => new() { Name = "train", Run = "python train.py" };

    public static Run Submitted(Job? job = null) => new() { Id = new RunId(7), Version = 1, Job = job ?? ATask, SubmittedAt = Noon, DueAt = Noon };

    public static DeciderInput Input(params Quote[] quotes) => new()
    {
        Owner = Owner,
        Policy = Patience,
        Market = new MarketSnapshot(Noon, [.. quotes]),
    };

    public static Run Decide(this Run run, DateTimeOffset now, params Quote[] quotes) => RunDecider.Decide(run, Input(quotes), now).Next;

    public static Run Placed(Job? job = null, Quote? quote = null) => Submitted(job).Decide(Noon, quote ?? OnDemand);

    public static LaunchToken Token(int epoch = 1, int rank = 0) => LaunchToken.For(Owner, new RunId(7), epoch, rank);

    public static MachineFact Fact(Run run, MachineStatus status = MachineStatus.Running, int epoch = 1, int rank = 0)
    {
        var slot = RunFacts.Find(run, Token(epoch, rank))!;
        return new MachineFact
        {
            Machine = new MachineId($"i-{epoch}-{rank}"),
            Token = slot.Token,
            Status = status,
            Address = "10.0.0." + (rank + 1),
            BilledFrom = Noon,
            BilledTo = status is MachineStatus.Gone ? Noon + TimeSpan.FromHours(1) : null,
            Rates = [new RateChange(Noon, slot.Quote.Rate)],
            InstanceType = slot.Quote.Offer.InstanceType,
            Purchase = slot.Quote.Offer.Purchase,
        };
    }

    public static Run Hear(this Run run, Func<AgentState, AgentState> change, int epoch = 1, int rank = 0)
    {
        var known = RunFacts.Find(run, Token(epoch, rank))?.Agent ?? new AgentState();
        return RunFacts.AgentSaid(run, Token(epoch, rank), change(known));
    }

    /// <summary>A run whose machines are up, whose agents answer, and whose program runs on every node.</summary>
    public static Run Running(Job? job = null, Quote? quote = null)
    {
        var run = Placed(job, quote);
        for (var rank = 0; rank < run.Job.Nodes; rank++)
        {
            run = RunFacts.Launched(run, Token(1, rank), new MachineId($"i-1-{rank}"));
            run = RunFacts.Seen(run, Fact(run, rank: rank), Noon);
            run = run.Hear(a => a with { Phase = AgentPhase.Running, SetupDone = true, StartedAt = Noon }, rank: rank);
        }

        return run.Decide(Noon, OnDemand);
    }

    public static Slot Only(this Run run) => run.AllSlots.Single();
}
