namespace Haggle.Catalog.BuiltIn;

/// <summary>The file <c>data/offers.json</c>.</summary>
internal sealed record OfferFile
{
    public required int Schema { get; init; }

    public required OfferRow[] Offers { get; init; }
}
