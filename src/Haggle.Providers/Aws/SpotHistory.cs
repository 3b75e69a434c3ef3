using System.Collections.Immutable;
using Haggle.Core.Ledger;
using Haggle.Core.Units;

namespace Haggle.Providers.Aws;

/// <summary>
/// The spot prices of one type in one zone over time, and what a machine is billed at: the price that holds when each hour of its life begins ("Your Spot
/// Instances are charged at the Spot price in effect at the start of each instance-hour"; EC2 user guide, read 2026-11). Pure.
/// </summary>
/// <param name="Changes">From when on which price held, oldest first; the first one holds for everything before too.</param>
/// <param name="AsOf">Up to when the prices are known.</param>
internal sealed record SpotHistory(ImmutableArray<(DateTimeOffset At, HourlyRate Rate)> Changes, DateTimeOffset AsOf)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The price at an instant; null when none is known.</summary>
    public HourlyRate? At(DateTimeOffset instant)
    {
        if (Changes.IsEmpty) return null;
        var last = Changes[0].Rate;
        foreach (var (at, rate) in Changes)
        {
            if (at > instant) break;
            last = rate;
        }

        return last;
    }

    /// <summary>The rates of a machine's life.</summary>
    /// <param name="from">When it began.</param>
    /// <param name="to">When it ended; null while it goes on.</param>
    /// <param name="first">The price that it was bought at.</param>
    /// <param name="isFree">Whether the provider took it back in its first hour, which then costs nothing.</param>
    public ImmutableArray<RateChange> Of(DateTimeOffset from, DateTimeOffset? to, HourlyRate first, bool isFree)
    {
        var rates = ImmutableArray.CreateBuilder<RateChange>();
        rates.Add(new RateChange(from, first));
        if (isFree)
        {
            rates.Add(new RateChange(from, HourlyRate.Free));
            return rates.ToImmutable();
        }

        var known = to is { } end && end < AsOf ? end : AsOf;
        for (var hour = from + Hour; hour < known; hour += Hour)
            if (At(hour) is { } rate && rate != rates[^1].Rate) rates.Add(new RateChange(hour, rate));
        return rates.ToImmutable();
    }
}
