namespace Haggle.Providers.Rentals;

/// <summary>A rate from an instant on, as it is written down.</summary>
internal sealed record NotedRate(DateTimeOffset From, long NanoUsdPerHour);
