using Haggle.Core.Market;

namespace Haggle.Providers.Vast;

/// <summary>What stands behind a quote: the ask to accept.</summary>
/// <param name="Quote">The price with its disk.</param>
/// <param name="Ask">The ask's number, which changes when the machine is let in other parts.</param>
/// <param name="Bid">What is bid an hour, without the disk; null for on demand.</param>
internal sealed record VastAsk(Quote Quote, long Ask, decimal? Bid);
