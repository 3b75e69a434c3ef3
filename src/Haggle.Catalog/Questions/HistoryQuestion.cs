using Haggle.Core.Market;

namespace Haggle.Catalog.Questions;

/// <summary>Whose prices over time are asked for.</summary>
public sealed record HistoryQuestion
{
    /// <summary>The accelerators, any of which will do; at least one.</summary>
    public required IReadOnlyList<AcceleratorWish> Accelerators { get; init; }

    /// <summary>Providers, any of which will do; none for all.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>Ways to buy, any of which will do; empty for all.</summary>
    public PurchaseSet Purchases { get; init; }

    /// <summary>The first instant; null for the beginning.</summary>
    public DateTimeOffset? Since { get; init; }
}
