using System.Text.Json;
using Haggle.Wire.Rest;

namespace Haggle.EndToEnd.Tests;

/// <summary>Whether a bill is right, by what the machines' own folders say.</summary>
internal static class Bills
{
    private const decimal NanoUsdPerUsd = 1_000_000_000m;

    /// <summary>The lines add up, every machine is on it once, and nothing is billed that was not there.</summary>
    public static void AddUp(Home home, BillMessage bill)
    {
        Assert.True(bill.IsFinal);
        Assert.Equal(bill.TotalNanoUsd, bill.Lines.Sum(line => line.CostNanoUsd));
        Assert.Equal(bill.Lines.Length, bill.Lines.Select(line => (line.Epoch, line.Rank)).Distinct().Count());
        foreach (var line in bill.Lines.Where(line => line.Machine.Length > 0)) Check(home, bill, line);
    }

    private static void Check(Home home, BillMessage bill, BillLineMessage line)
    {
        var folder = Path.Combine(home.Machines, line.Machine);
        Assert.True(line.To >= line.From, $"{line.Machine} is billed until {line.To:O}, from {line.From:O}");
        if (line.From is { } from) Assert.True(from >= Instant(folder, "machine.json", "billed_from"), $"{line.Machine} is billed before it was there");

        // The guard of a machine whose agent was killed notes whole seconds: a short life is billed as its offer's least. What is free is shown until its
        // attempt was over.
        if (line.CostNanoUsd > 0 && line.To > line.From) Assert.True(line.To <= Instant(folder, "ended.json", "at"), $"{line.Machine} is billed until {line.To:O}, after it was gone");

        // The offers that are rehearsed bill by the second: a cost may be off by one second's worth and by rounding.
        var pace = bill.Rehearsal?.Pace ?? 1;
        var real = (decimal)(line.To.GetValueOrDefault() - line.From.GetValueOrDefault()).TotalSeconds * pace;
        var least = Math.Max(real - 1, 0) * line.RateNanoUsdPerHour / 3600m;
        var most = Math.Max(real + 1, 60) * line.RateNanoUsdPerHour / 3600m;
        Assert.True(line.CostNanoUsd >= least - 1 && line.CostNanoUsd <= most + 1, $"{line.Machine}: {line.CostNanoUsd / NanoUsdPerUsd} is not between {least / NanoUsdPerUsd} and {most / NanoUsdPerUsd}");
    }

    private static DateTimeOffset Instant(string folder, string file, string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, file)));
        return document.RootElement.GetProperty(name).GetDateTimeOffset();
    }
}
