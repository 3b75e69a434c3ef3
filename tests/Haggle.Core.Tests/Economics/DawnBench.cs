using System.Globalization;
using Haggle.Core.Economics;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Core.Tests.Economics;

/// <summary>DAWNBench (2017 to 2020): what it cost to train to a fixed accuracy.</summary>
public sealed class DawnBench
{
    [Fact]
    public void Cost_to_threshold_comes_out_of_hours_and_price_to_the_cent_for_every_entry_that_states_both()
    {
        var entries = Entries().Where(entry => entry.Rate.Length > 0 && entry.Hours.Length > 0 && entry.Cost.Length > 0).ToArray();
        Assert.True(entries.Length >= 40, $"only {entries.Length} entries state both");
        foreach (var (name, rate, hours, published) in entries)
        {
            var cost = WallTimeCost.Of(new HourlyRate(Money.FromUsd(Number(rate))), TimeSpan.FromHours((double)Number(hours)), BillingRule.PerSecond with { Increment = TimeSpan.FromTicks(1) });
            // Published with four decimals: a hundredth of a cent.
            Assert.True(Math.Abs(cost.ToUsd() - Number(published)) <= 0.000_051m, $"{name}: {cost}, published {published}");
        }
    }

    [Fact]
    public void ImageNet_in_18_minutes_costs_118_dollars_7_cents_on_demand_and_40_dollars_mean_a_spot_price_of_a_third()
    {
        // 16 p3.16xlarge at $24.48 for 0.30144 hours; the authors speak of about $40 on spot machines.
        var wall = TimeSpan.FromHours(0.3014392769998974);
        Assert.Equal(18.09, wall.TotalMinutes, 0.005);
        var onDemand = WallTimeCost.Of(HourlyRate.FromUsd(24.48m), wall, BillingRule.PerSecond with { Increment = TimeSpan.FromTicks(1) }, machines: 16);
        Assert.Equal(118.07m, Math.Round(onDemand.ToUsd(), 2));

        var spot = WallTimeCost.RateFor(Money.FromUsd(40), wall).PerHour.ToUsd() / 16;
        Assert.Equal(8.29m, Math.Round(spot, 2));
        Assert.Equal(0.34m, Math.Round(spot / 24.48m, 2));
    }

    private static IEnumerable<(string Name, string Rate, string Hours, string Cost)> Entries()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Haggle.slnx"))) folder = folder.Parent;
        var path = Path.GetFullPath(Path.Combine(folder?.FullName ?? "/", "..", "shared", "data", "benchmarks", "derived-dawnbench-train-summary.csv"));
        if (!File.Exists(path)) Assert.Skip("the reference data is not here");
        var lines = File.ReadAllLines(path);
        var titles = Cells(lines[0]);
        string Cell(List<string> cells, string title) => cells[titles.IndexOf(title)];
        foreach (var line in lines.Skip(1))
        {
            var cells = Cells(line);
            yield return (Cell(cells, "file"), Cell(cells, "usd_per_hour"), Cell(cells, "hours_to_threshold"), Cell(cells, "cost_to_threshold_usd"));
        }
    }

    private static List<string> Cells(string line)
    {
        var cells = new List<string> { "" };
        var isQuoted = false;
        foreach (var letter in line)
        {
            if (letter == '"') isQuoted = !isQuoted;
            else if (letter == ',' && !isQuoted) cells.Add("");
            else cells[^1] += letter;
        }

        return cells;
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
