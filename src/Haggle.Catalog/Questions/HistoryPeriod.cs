namespace Haggle.Catalog.Questions;

/// <summary>The lowest prices of one accelerator for an hour that any source has of a year or a quarter.</summary>
/// <param name="From">When the period begins.</param>
/// <param name="Until">When the next one does.</param>
/// <param name="OnDemand">The lowest on demand; null when no source has any.</param>
/// <param name="Spot">The lowest spot or bid; null when no source has any.</param>
/// <param name="Prices">How many prices there are.</param>
public sealed record HistoryPeriod(DateTimeOffset From, DateTimeOffset Until, FoundOffer? OnDemand, FoundOffer? Spot, int Prices);
