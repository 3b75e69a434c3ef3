using System.Diagnostics;
using System.Globalization;
using Haggle.Bench.Harness;
using Haggle.Core.Market;
using Haggle.Core.Policy.Placement;
using Haggle.Core.Policy.Spot;
using Haggle.Core.Units;

namespace Haggle.Bench.Forecasting;

/// <summary>The forecast of the spot policy, as `haggle plan` and `haggle launch` show it, for jobs of several sizes.</summary>
internal sealed class ForecastBench : IBenchmark
{
    private const int Rounds = 15;
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(1);
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public string Name => "forecast";

    public string What => "Expected cost, 95 % worst case and chance by spot alone of a job with a deadline: a plan by dynamic programming and a thousand simulated runs under it.";

    public Task<Report> RunAsync(Place place, CancellationToken cancellationToken)
    {
        (string Name, PlacementQuestion Question)[] jobs =
        [
            ("an evening: 6 h of work in 9 h, one zone", Ask(9, 6, 1, 5)),
            ("two days: 48 h of work in 60 h, one zone", Ask(60, 48, 1, 5)),
            ("two days: 48 h of work in 60 h, six zones", Ask(60, 48, 6, 5)),
            ("two days with start-ups of half an hour, six zones", Ask(60, 48, 6, 30)),
            ("a week: 100 h of work in 168 h, six zones", Ask(168, 100, 6, 5)),
            ("a month: 500 h of work in 720 h, 64 zones", Ask(720, 500, 64, 5)),
        ];
        var reference = new SpotJob(60, 48 * 3600, 60 * 3600, 300, 3060, 970, 1);
        var samples = Interleaved.Repeated(Rounds, [("the plan alone, two days, one zone (reference)", () => SpotPlanner.Plan(SpotPriors.Single, reference, 60)), .. jobs.Select(job => (job.Name, (Action)(() => SpotForecaster.Forecast(job.Question))))]);
        var report = new Report("what", "median", "p90", "CPU time, least", "over its reference");
        var worst = TimeSpan.Zero;
        for (var i = 0; i < samples.Length; i++)
        {
            var cpu = i == 0 ? CpuOf(() => SpotPlanner.Plan(SpotPriors.Single, reference, 60)) : CpuOf(() => SpotForecaster.Forecast(jobs[i - 1].Question));
            if (i > 0 && cpu > worst) worst = cpu;
            report.Row(samples[i].Name, Text.Time(samples[i].Median), Text.Time(samples[i].P90), Text.Time(cpu.TotalNanoseconds), i == 0 ? "" : Text.Ratio(samples[i].Over(samples[0])));
        }

        report.Goal(worst < Most, string.Create(CultureInfo.InvariantCulture, $"every forecast in under a second of one core (the longest takes {worst.TotalMilliseconds:0} ms of CPU time; the wall times above are those of this machine's load)"));
        report.Remarks.Add($"{Rounds} rounds in turn. The forecast is one thread's work. A test holds it to a generous multiple of the plan that it is made under (SpotForecasterTests).");
        return Task.FromResult(report);
    }

    // What it takes of a core, the least of some: a loaded machine stretches the wall time.
    private static TimeSpan CpuOf(Action work)
    {
        using var process = Process.GetCurrentProcess();
        var least = TimeSpan.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            process.Refresh();
            var from = process.TotalProcessorTime;
            work();
            process.Refresh();
            var took = process.TotalProcessorTime - from;
            if (took < least) least = took;
        }

        return least;
    }

    private static PlacementQuestion Ask(double left, double work, int zones, double startMinutes) => new()
    {
        Spot = [.. Enumerable.Range(0, zones).Select(zone => Place("zone" + zone, 0.97 + (zone / 100.0), Purchase.Spot, startMinutes) with { Life = TimeSpan.FromHours(3.7), Age = TimeSpan.FromHours(1), ChanceUp = 1 })],
        Lasting = [Place("on-demand", 3.06, Purchase.OnDemand, startMinutes)],
        Left = TimeSpan.FromHours(left),
        Work = new WorkEstimate(TimeSpan.FromHours(work), TimeSpan.FromHours(work * 1.05)),
        Reserve = TimeSpan.FromMinutes((3 * startMinutes) + 10),
        Loss = TimeSpan.FromMinutes(5),
    };

    private static ZoneOutlook Place(string name, double usd, Purchase purchase, double startMinutes) => new()
    {
        Quote = new Quote(new Offer { Key = new OfferKey(name), Provider = new ProviderName("cloud"), InstanceType = "v100", Purchase = purchase }, HourlyRate.FromUsd((decimal)usd), new Provenance("bench", Noon)),
        HourlyUsd = usd,
        StartUp = TimeSpan.FromMinutes(startMinutes),
    };
}
