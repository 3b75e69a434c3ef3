namespace Haggle.Providers.Rentals;

/// <summary>When a machine was billed for what, by the cloud's own bill; what it does not say is null.</summary>
/// <param name="From">Since when anything.</param>
/// <param name="RunningFrom">Since when at its full rate.</param>
/// <param name="RunningTo">Until when at its full rate.</param>
/// <param name="To">Until when anything.</param>
internal sealed record RentalLife(DateTimeOffset? From = null, DateTimeOffset? RunningFrom = null, DateTimeOffset? RunningTo = null, DateTimeOffset? To = null)
{
    public static RentalLife Unknown { get; } = new();
}
