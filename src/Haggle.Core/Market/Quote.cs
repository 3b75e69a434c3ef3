using Haggle.Core.Units;

namespace Haggle.Core.Market;

/// <summary>An offer's price, with source and instant.</summary>
/// <param name="Offer">What is offered.</param>
/// <param name="Rate">What one machine costs an hour of the offer's own time (see <see cref="Offer.Pace"/>).</param>
/// <param name="Provenance">Where the price comes from.</param>
public sealed record Quote(Offer Offer, HourlyRate Rate, Provenance Provenance);
