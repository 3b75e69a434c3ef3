using Haggle.Core.Market;

namespace Haggle.Catalog.Tests.CrossChecks;

/// <summary>
/// Where two sources tell the price of the same offer: that they agree, and why they do not where they do not. The report beside this file is what the
/// reference data says; HAGGLE_UPDATE_SNAPSHOTS=1 writes it anew.
/// </summary>
public sealed class Two_sources_of_one_offer(EveryPriceFile files)
{
    /// <summary>What Windows adds to a machine on Azure, for each vCPU and hour.</summary>
    private const decimal WindowsPerVcpu = 0.046m;

    [Fact]
    public void Google_by_the_autoscalers_table_and_by_the_calculator()
    {
        var market = files.Market();
        var pairs = TwoSources.Of(market, Purchase.OnDemand, (source, _) => source.Contains("autoscaler", StringComparison.Ordinal), (source, asOf) => IsCalculator(source) && asOf.Year == 2026);
        var before = TwoSources.Of(market, Purchase.OnDemand, (source, _) => source.Contains("autoscaler", StringComparison.Ordinal), (source, asOf) => IsCalculator(source) && asOf is { Year: 2024, Month: 1 })
            .ToDictionary(pair => pair.InstanceType, pair => pair.Ratio);
        Matches("google-on-demand", TwoSources.Report(
            "Google on demand, us-central1: the autoscaler's table over the calculator of 2026-07-30", pairs,
            ("are equal to a ten-thousandth", pair => Math.Abs(pair.Ratio - 1) < 0.0001m),
            ("are rounded to four decimals in the table", pair => Math.Abs(pair.First - pair.Second) <= 0.00006m),
            ("are what the calculator had in January 2024, to a thousandth", pair => before.TryGetValue(pair.InstanceType, out var ratio) && Math.Abs(ratio - 1) < 0.001m),
            ("are shared cores, which the table prices as a whole core", pair => pair.InstanceType is "e2-micro" or "e2-small"),
            ("differ by less than a half percent, by no rule", pair => Math.Abs(pair.Ratio - 1) < 0.005m),
            ("have a local disk in their price, at two prices of it", pair => pair.InstanceType.Contains("lssd", StringComparison.Ordinal)),
            ("are L4 machines, for which the table has a price of its own", pair => pair.InstanceType.StartsWith("g2-", StringComparison.Ordinal))));
    }

    [Fact]
    public void Google_preemptible_by_the_two()
    {
        var pairs = TwoSources.Of(files.Market(), Purchase.Spot, (source, _) => source.Contains("autoscaler", StringComparison.Ordinal), (source, asOf) => IsCalculator(source) && asOf.Year == 2026);
        Matches("google-spot", TwoSources.Report(
            "Google preemptible, us-central1: the autoscaler's table over the calculator of 2026-07-30", pairs,
            ("are equal to a ten-thousandth", pair => Math.Abs(pair.Ratio - 1) < 0.0001m),
            ("are lower in the table: it has the fixed discount of preemptible machines, the calculator the spot price of the day", pair => pair.Ratio < 1),
            ("are higher in the table, for the same reason", pair => pair.Ratio > 1)));
    }

    [Fact]
    public void Azure_in_2022_and_in_2026()
    {
        var pairs = TwoSources.Of(files.Market(), Purchase.OnDemand, (source, asOf) => source.Contains("karpenter-provider-azure", StringComparison.Ordinal), (source, asOf) => source.Contains("SpotLake", StringComparison.Ordinal));
        Assert.All(pairs.Where(pair => pair.HasAccelerator), pair => Assert.Equal(pair.Second, pair.First)); // four years, and no GPU's list price moved
        Matches("azure-drift", TwoSources.Report(
            "Azure on demand: 2026-06 (karpenter) over 2022-08-04 (SpotLake)", pairs,
            ("are equal", pair => pair.First == pair.Second),
            ("are above by exactly what Windows costs: the newer list has the price with its licence", pair => pair.Vcpus > 0 && pair.First - pair.Second == (decimal)pair.Vcpus * WindowsPerVcpu),
            ("differ by less than one percent: rounded, or converted from another currency", pair => Math.Abs(pair.Ratio - 1) < 0.01m),
            ("became cheaper by a tenth or a seventh: price cuts of regions and of confidential machines", pair => pair.Ratio is > 0.84m and < 0.93m),
            ("became cheaper", pair => pair.Ratio < 1),
            ("became dearer", pair => pair.Ratio > 1)));
    }

    private static bool IsCalculator(string source) => source.Contains("gcosts", StringComparison.Ordinal) && !source.Contains("over time", StringComparison.Ordinal);

    private static void Matches(string name, string report)
    {
        var path = Path.Combine(SharedPrices.Root(), "tests", "Haggle.Catalog.Tests", "CrossChecks", name + ".expected.txt");
        if (Environment.GetEnvironmentVariable("HAGGLE_UPDATE_SNAPSHOTS") == "1") File.WriteAllText(path, report);
        Assert.Equal(File.ReadAllText(path), report);
    }
}
