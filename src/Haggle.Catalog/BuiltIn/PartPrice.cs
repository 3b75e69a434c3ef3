using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.BuiltIn;

/// <summary>What a part of a machine cost somewhere at some time.</summary>
/// <param name="Accelerator">The canonical name of the card; "" for everything else of a machine.</param>
/// <param name="What">What it is, for people.</param>
/// <param name="Cards">How many cards a machine has room for; 0 for a card.</param>
/// <param name="Price">Its price.</param>
/// <param name="Provenance">Where and when.</param>
public sealed record PartPrice(string Accelerator, string What, int Cards, Money Price, Provenance Provenance);
