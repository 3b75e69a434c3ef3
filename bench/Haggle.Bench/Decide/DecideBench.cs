using Haggle.Bench.Harness;
using Haggle.Bench.Scale;
using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Planning;
using Haggle.Core.Policy;
using Haggle.Core.Runs;
using Haggle.Core.Units;

namespace Haggle.Bench.Decide;

/// <summary>The pure core: one decision, a plan over a whole market, a bill.</summary>
internal sealed class DecideBench : IBenchmark
{
    private const int Offers = 100_000;
    private const int Lines = 10_000;
    private const int Rounds = 30;
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public string Name => "decide";

    public string What => "One decision about a run, a plan over 100,000 offers, a machine's bill and the sum of a ledger, against the plainest code that does the like.";

    public Task<Report> RunAsync(Place place, CancellationToken cancellationToken)
    {
        var market = new MarketSnapshot(Noon, [.. Enumerable.Range(0, Offers).Select(SampleMarket.Quote)]);
        var job = TypicalJob.Of(1);
        var any = job with { Wishes = [] };
        var input = new DeciderInput { Owner = new OwnerId("owner"), Policy = new RunPolicy(), Market = market with { Quotes = market.Quotes[..200] } };
        var waiting = new Run { Id = new RunId(1), Version = 1, Job = job, SubmittedAt = Noon, DueAt = Noon };
        var running = SampleRun.Running(waiting, input, Noon);
        var ledger = SampleRun.Ledger(running, Lines, Noon);
        var amounts = ledger.Select(line => line.Amount.NanoUsd).ToArray();
        var slot = running.Attempt!.Slots[0];
        Quote[] sorted = [];
        var samples = Interleaved.Repeated(
            Rounds,
            ($"sort {Offers:#,0} quotes by price with LINQ (reference)", () => sorted = market.Quotes.OrderBy(quote => quote.Rate.PerHour.NanoUsd).ToArray()),
            ($"Planner.Plan over {Offers:#,0} offers, 1 % fit", () => Planner.Plan(job, market, PlanContext.Fresh, Noon)),
            ($"Planner.Plan over {Offers:#,0} offers, all fit", () => Planner.Plan(any, market, PlanContext.Fresh, Noon)),
            ("RunDecider.Decide, a running run", () => RunDecider.Decide(running, input, Noon.AddMinutes(2))),
            ("RunDecider.Decide, places on one of 200 offers", () => RunDecider.Decide(waiting, input, Noon)),
            ("Meter.Owed, one machine, two rates", () => Meter.Owed(slot.Meter, slot.Quote.Offer, Noon.AddHours(5))),
            ($"sum of {Lines:#,0} longs, checked (reference)", () => Sum(amounts)),
            ($"sum of {Lines:#,0} ledger lines", () => ledger.Aggregate(Money.Zero, (sum, line) => sum + line.Amount)));
        if (sorted.Length != Offers) throw new InvalidOperationException("nothing was sorted");
        return Task.FromResult(Tell(samples));
    }

    private static long Sum(long[] amounts)
    {
        var sum = 0L;
        foreach (var amount in amounts) sum = checked(sum + amount);
        return sum;
    }

    private static Report Tell(Samples[] samples)
    {
        var report = new Report("what", "median", "p90", "over its reference");
        for (var i = 0; i < samples.Length; i++)
        {
            var reference = i < 3 ? samples[0] : i >= 6 ? samples[6] : null;
            var ratio = reference is null || samples[i] == reference ? "" : Text.Ratio(samples[i].Over(reference));
            report.Row(samples[i].Name, Text.Time(samples[i].Median), Text.Time(samples[i].P90), ratio);
        }

        report.Remarks.Add($"{Rounds} rounds of about a millisecond each (or one call where that takes longer), in turn. The settings are the server's: no instrumented code.");
        report.Remarks.Add("A plan does more than the sort that it is compared with: it asks of each offer whether it would do, says why not, prices the rest of the job and gives each candidate its reason.");
        return report;
    }
}
