namespace Haggle.Core.Market;

/// <summary>How a provider counts time: up to the next full increment, and at least the minimum.</summary>
/// <param name="Increment">The step of counting; more than zero.</param>
/// <param name="Minimum">The least that is counted once a machine exists; zero or more.</param>
public readonly record struct BillingRule(TimeSpan Increment, TimeSpan Minimum)
{
    /// <summary>Counted by the second, from the first.</summary>
    public static BillingRule PerSecond { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.Zero);

    /// <summary>Counted by the second, at least one minute (EC2 Linux, Compute Engine).</summary>
    public static BillingRule PerSecondMinuteMinimum { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    /// <summary>Counted by the full minute.</summary>
    public static BillingRule PerMinute { get; } = new(TimeSpan.FromMinutes(1), TimeSpan.Zero);

    /// <summary>Counted by the full hour.</summary>
    public static BillingRule PerHour { get; } = new(TimeSpan.FromHours(1), TimeSpan.Zero);

    /// <summary>The time that is billed for a machine that existed for <paramref name="existed"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public TimeSpan Billed(TimeSpan existed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(existed, TimeSpan.Zero);
        var increment = Math.Max(1, Increment.Ticks);
        var steps = (existed.Ticks / increment) + (existed.Ticks % increment == 0 ? 0 : 1);
        return TimeSpan.FromTicks(Math.Max(Minimum.Ticks, checked(steps * increment)));
    }
}
