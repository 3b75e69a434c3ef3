using Haggle.Core.Market;

namespace Haggle.Providers.RunPod;

/// <summary>What stands behind a quote.</summary>
/// <param name="Quote">The price with its disk.</param>
/// <param name="Card">RunPod's name of the card ("NVIDIA GeForce RTX 4090").</param>
/// <param name="Count">How many of it.</param>
/// <param name="IsSecure">Whether it stands in a data centre.</param>
/// <param name="BidPerCard">What is bid an hour for one card; null for on demand.</param>
internal sealed record PodOffer(Quote Quote, string Card, int Count, bool IsSecure, decimal? BidPerCard);
