using Haggle.Core.Market;

namespace Haggle.Core.Planning;

/// <summary>An offer that would do, and that is left alone for a while.</summary>
/// <param name="Quote">The offer and its price.</param>
/// <param name="Until">Until when.</param>
public sealed record CoolingOffer(Quote Quote, DateTimeOffset Until);
