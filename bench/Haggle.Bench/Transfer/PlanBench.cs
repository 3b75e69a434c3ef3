using System.Collections.Immutable;
using System.Globalization;
using Haggle.Bench.Harness;
using Haggle.Catalog.BuiltIn;
using Haggle.Catalog.Questions;
using Haggle.Catalog.Store;
using Haggle.Core.Economics;
using Haggle.Core.Economics.Training;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Bench.Transfer;

/// <summary>Plans over the whole built-in catalogue and over a million made-up offers, and the frontier alone.</summary>
internal sealed class PlanBench : IBenchmark
{
    private const int Million = 1_000_000;
    private const int Rounds = 15;
    private const int Listed = 250;
    private static readonly TimeSpan CatalogueMost = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MillionMost = TimeSpan.FromSeconds(1);

    public string Name => "plan";

    public string What => "What a training costs on every offer, with ranking, frontier and picks: the built-in catalogue from its file to the plan, and a million made-up offers.";

    public async Task<Report> RunAsync(Place place, CancellationToken cancellationToken)
    {
        var now = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
        var catalogue = Path.Combine(place.Root, ".build", "current", BuiltInMarket.CompiledName);
        using var file = MarketFile.Open(catalogue);
        var market = MarketQuotes.Read(file, KnownProviders.All, now);
        var many = new MarketSnapshot(now, Made(now));
        var points = many.Quotes.Select((quote, i) => new FrontierPoint(quote.Rate.PerHour, TimeSpan.FromTicks((i * 7919L) % Million))).ToArray();
        var samples = await Interleaved.RunAsync(
            Rounds,
            ("offers out of the catalogue's file", () => Do(() => MarketQuotes.Read(file, KnownProviders.All, now))),
            ($"plan over {market.Quotes.Length:#,0} offers, the whole catalogue", () => Do(() => Plan(market, now))),
            ("plan over 1,000,000 made-up offers", () => Do(() => Plan(many, now))),
            ("sort 1,000,000 prices (reference)", () => Do(() => Array.Sort(many.Quotes.Select(quote => quote.Rate.PerHour.NanoUsd).ToArray()))),
            ("frontier of 1,000,000 points", () => Do(() => Frontier.Of(points))));
        var process = await Interleaved.RunAsync(
            Rounds,
            ("hello-world, whole process (reference)", () => Started.ToEndAsync(place.Hello, [], new Dictionary<string, string>(), cancellationToken)),
            ("haggle plan, whole process", () => Started.ToEndAsync(place.Program("haggle"), ["plan", Example(place)], new Dictionary<string, string> { ["HAGGLE_HOME"] = place.Temporary }, cancellationToken)));
        var report = new Report("what", "median", "p90", "least");
        foreach (var each in samples.Concat(process)) report.Row(each.Name, Text.Time(each.Median), Text.Time(each.P90), Text.Time(each.Least));
        var whole = TimeSpan.FromMicroseconds((samples[0].Median + samples[1].Median) / 1000);
        report.Goal(whole < CatalogueMost, string.Create(CultureInfo.InvariantCulture, $"a plan over the full catalogue, reading it included, in under 100 ms ({whole.TotalMilliseconds:0} ms)"));
        var cpu = CpuOf(() => Plan(many, now));
        report.Goal(cpu < MillionMost, string.Create(CultureInfo.InvariantCulture, $"1,000,000 synthetic offers in under a second of one core ({cpu.TotalMilliseconds:0} ms of CPU time; the wall times above are those of this machine's load)"));
        report.Remarks.Add($"{Rounds} rounds in turn. The work is ResNet-50 on ImageNet; the plan lists {Listed} machines in detail. Made-up offers: twelve accelerators, five counts, three ways to buy, 40 providers, 1,000 regions.");
        return report;
    }

    // What it takes of a core, the least of some: a loaded machine stretches the wall time, and empties the caches between.
    private static TimeSpan CpuOf(Action work)
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var least = TimeSpan.MaxValue;
        for (var i = 0; i < Rounds; i++)
        {
            process.Refresh();
            var before = process.TotalProcessorTime;
            work();
            process.Refresh();
            var took = process.TotalProcessorTime - before;
            if (took < least) least = took;
        }

        return least;
    }

    private static Task Do(Action work)
    {
        work();
        return Task.CompletedTask;
    }

    private static void Plan(MarketSnapshot market, DateTimeOffset now)
    {
        var work = new TrainingWork { Amount = 23e6, Unit = "image", MeasuredAs = "resnet50", Kind = "convolution", FlopsPerUnit = 24.5e9, Parameters = 25.6e6, DataGb = 138, Told = "resnet-50" };
        var plan = new TrainingPlanner(new TrainingTask { Work = work, KeepsCheckpoints = true }, BuiltInSpeeds.Knowledge, BuiltInAssumptions.All, KnownProviders.All).Plan(market, [], new PlanFilter(), Listed, now);
        if (plan.Fitting == 0) throw new InvalidOperationException("nothing fits");
    }

    private static string Example(Place place)
    {
        var path = Path.Combine(place.Temporary, "task.yaml");
        File.WriteAllText(path, "run: train\nworkload: {model: resnet-50, dataset: imagenet, epochs: 18}\n");
        return path;
    }

    private static ImmutableArray<Quote> Made(DateTimeOffset now)
    {
        string[] accelerators = ["T4", "V100", "A10G", "A100", "A100-80GB", "L4", "H100", "H200", "RTX3090", "RTX4090", "RTXA6000", "B200"];
        double[] counts = [1, 2, 4, 8, 16];
        Purchase[] purchases = [Purchase.OnDemand, Purchase.Spot, Purchase.ReservedOneYear];
        var random = new Random(7);
        var source = new Provenance("made up", now);
        var quotes = ImmutableArray.CreateBuilder<Quote>(Million);
        for (var i = 0; i < Million; i++)
        {
            var (accelerator, count, provider) = (accelerators[random.Next(accelerators.Length)], counts[random.Next(counts.Length)], "p" + random.Next(40).ToString(CultureInfo.InvariantCulture));
            var region = "r" + random.Next(1000).ToString(CultureInfo.InvariantCulture);
            var offer = new Offer
            {
                Key = new OfferKey($"{provider}/{region}/{count}x{accelerator}/{i}"),
                Provider = new ProviderName(provider),
                Region = region,
                InstanceType = $"{count}x{accelerator}",
                Accelerator = accelerator,
                AcceleratorCount = count,
                AcceleratorMemory = Gib.FromGib(24),
                Vcpus = 8 * count,
                Memory = Gib.FromGib(64 * count),
                Purchase = purchases[random.Next(purchases.Length)],
            };
            quotes.Add(new Quote(offer, new HourlyRate(new Money(random.NextInt64(50_000_000, 90_000_000_000))), source));
        }

        return quotes.MoveToImmutable();
    }
}
