using System.Globalization;
using Haggle.Cli.Render;
using Haggle.Core.Economics;
using Haggle.Core.Units;

namespace Haggle.Cli.Comparing;

/// <summary>The sentences of a comparison, the same in the terminal and in a report.</summary>
internal static class ComparisonTexts
{
    /// <summary>A cent: less than that is rounding.</summary>
    private const long Cent = 10_000_000;

    public static string Lead(Comparison comparison)
    {
        var frontier = comparison.Frontier.ToArray();
        var (fastest, cheapest) = (frontier[0], frontier[^1]);
        if (comparison.Results.Count == 1) return $"{Name(cheapest)}: {Usd(cheapest.Cost)} in {Time(cheapest.Time)}.";
        if (frontier.Length == 1) return $"{Name(cheapest)} is both the cheapest and the fastest: {Usd(cheapest.Cost)} in {Time(cheapest.Time)}.";
        var best = frontier.FirstOrDefault(each => each.IsBestValue);
        var text = $"Cheapest: {Name(cheapest)}, {Usd(cheapest.Cost)} in {Time(cheapest.Time)}. Fastest: {Name(fastest)}, {Time(fastest.Time)} for {Usd(fastest.Cost)}.";
        return best is null || best == fastest || best == cheapest ? text : $"{text} Best value: {Name(best)}, {Time(best.Time)} for {Usd(best.Cost)}.";
    }

    public static string Standing(Compared result) => result.BeatenBy is not null ? "" : result.IsBestValue ? "best value" : "worth it";

    /// <summary>Why a result is left out.</summary>
    public static string Why(Compared result, Comparison comparison)
    {
        if (result.BeatenBy is not { } winner) return "";
        var other = comparison.Results.First(each => each.Result == winner);
        var slower = result.Time - other.Time;
        var dearer = result.Cost - other.Cost;
        if (slower == TimeSpan.Zero && dearer == Money.Zero) return $"takes and costs the same as {Name(other)}";
        var time = slower > TimeSpan.Zero ? $"{Time(slower)} faster" : "as fast";
        var cost = dearer > Money.Zero ? $"{Usd(dearer)} cheaper" : "costs the same";
        return $"{Name(other)} is {time} and {cost}";
    }

    /// <summary>What a published cost means, where it is not what time and price come to; "" where it is.</summary>
    public static string Stated(Measured result)
    {
        if (result.Rate is not { } rate || result.StatedCost is not { } stated) return "";
        var time = TimeSpan.FromSeconds(result.Seconds);
        var own = Comparison.CostOf(result, time);
        if (Math.Abs((own - stated).NanoUsd) <= Cent || rate == HourlyRate.Free) return "";
        // The bill of a short piece holds what was left out of the time as well.
        if (result.ExcludedSeconds > 0 && stated > own) return "";
        var meant = new HourlyRate(new Money(WallTimeCost.RateFor(stated, time).PerHour.NanoUsd / result.Nodes));
        return $"{Usd(own)} by time and price; the stated {Usd(stated)} mean {MoneyText.Amount(meant.PerHour.NanoUsd, 2)} an hour for a machine instead of {MoneyText.Amount(rate.PerHour.NanoUsd, 2)}, {(meant.PerHour / rate.PerHour * 100).ToString("0", CultureInfo.InvariantCulture)}% of it";
    }

    public static string Phases(Measured result) => string.Join(", ", result.Phases.Select(phase => $"{phase.Name} {TimeText.Span(phase.Seconds)}"));

    public static string Name(Compared result) => Name(result.Result);

    public static string Name(Measured result) => result.Nodes > 1 ? string.Create(CultureInfo.InvariantCulture, $"{result.Nodes}x {result.Offer}") : result.Offer;

    public static string Time(TimeSpan time) => TimeText.Span(time.TotalSeconds);

    public static string Usd(Money amount) => MoneyText.Amount(amount.NanoUsd);
}
