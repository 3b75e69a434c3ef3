using Haggle.Core.Runs;

namespace Haggle.Core.Market;

/// <summary>
/// The market of a rehearsal: when the pretended offer can be had. All times are the offer's own, counted from the rehearsal's start; a time before
/// the start counts as the start. A pattern with an odd number of lengths goes from its last up straight into its first one.
/// </summary>
public static class RehearsalMarket
{
    /// <summary>How much of the offer's time has passed at an instant here; zero before the start.</summary>
    public static TimeSpan Since(Rehearsal rehearsal, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rehearsal);
        var here = now - rehearsal.Start;
        return here <= TimeSpan.Zero ? TimeSpan.Zero : here * Math.Max(1, rehearsal.Pace);
    }

    /// <summary>The first instant here at which so much of the offer's time has passed.</summary>
    public static DateTimeOffset At(Rehearsal rehearsal, TimeSpan since)
    {
        ArgumentNullException.ThrowIfNull(rehearsal);
        var pace = Math.Max(1, rehearsal.Pace);

        // Rounded up: at the instant given, the change has happened, not almost.
        return rehearsal.Start + TimeSpan.FromTicks((Math.Max(0, since.Ticks) + pace - 1) / pace);
    }

    /// <summary>Whether the offer can be had.</summary>
    public static bool IsUp(Rehearsal rehearsal, TimeSpan since) => NextUp(rehearsal, since) is { } up && up <= Clamp(since);

    /// <summary>The earliest time, not before <paramref name="since"/>, at which it can be had; null for never again.</summary>
    public static TimeSpan? NextUp(Rehearsal rehearsal, TimeSpan since) => Next(rehearsal, Clamp(since), up: true);

    /// <summary>The earliest time, not before <paramref name="since"/>, at which it cannot be had: when its machines are taken back; null for never.</summary>
    public static TimeSpan? NextDown(Rehearsal rehearsal, TimeSpan since) => Next(rehearsal, Clamp(since), up: false);

    private static TimeSpan? Next(Rehearsal rehearsal, TimeSpan since, bool up)
    {
        ArgumentNullException.ThrowIfNull(rehearsal);
        var pattern = rehearsal.Pattern;
        var cycle = Cycle(rehearsal);
        if (cycle == 0) return up ? since : null;
        var begin = since.Ticks - (since.Ticks % cycle);

        // Two rounds are enough: whatever comes at all comes within one full cycle from now.
        for (var i = 0; i < 2 * pattern.Length; i++)
        {
            var length = pattern[i % pattern.Length].Ticks;
            var end = begin + length;
            if (i % pattern.Length % 2 == 0 == up && length > 0 && end > since.Ticks) return TimeSpan.FromTicks(Math.Max(begin, since.Ticks));
            begin = end;
        }

        return null;
    }

    private static long Cycle(Rehearsal rehearsal)
    {
        var cycle = 0L;
        foreach (var length in rehearsal.Pattern)
        {
            if (length < TimeSpan.Zero) throw new ArgumentException("a rehearsal's pattern has a negative length", nameof(rehearsal));
            cycle = checked(cycle + length.Ticks);
        }

        return cycle;
    }

    private static TimeSpan Clamp(TimeSpan since) => since < TimeSpan.Zero ? TimeSpan.Zero : since;
}
