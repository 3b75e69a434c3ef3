using System.Collections.Immutable;

namespace Haggle.Core.Market;

/// <summary>Every quote known at one instant. Readers share it; it never changes.</summary>
/// <param name="AsOf">When it was put together.</param>
/// <param name="Quotes">The quotes, at most one per offer.</param>
public sealed record MarketSnapshot(DateTimeOffset AsOf, ImmutableArray<Quote> Quotes)
{
    /// <summary>Providers that gave no quotes this time nor ever before: what they offer is not known. Empty when every one answered.</summary>
    public ImmutableArray<ProviderName> Silent { get; init; } = [];

    /// <summary>A market that offers nothing.</summary>
    public static MarketSnapshot Empty { get; } = new(DateTimeOffset.UnixEpoch, []);
}
