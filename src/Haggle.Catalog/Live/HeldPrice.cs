using Haggle.Core.Units;

namespace Haggle.Catalog.Live;

/// <summary>A new price that is held back.</summary>
/// <param name="Offer">The offer's lasting name.</param>
/// <param name="Before">What it cost an hour.</param>
/// <param name="Now">What the source says now.</param>
public sealed record HeldPrice(string Offer, Money Before, Money Now);
