using Haggle.Catalog.BuiltIn;
using Haggle.Catalog.Questions;
using Haggle.Cli.Asking;

namespace Haggle.Cli.Planning;

/// <summary>Looks offers up by their keys: in the catalogue, and among those that rehearsals pretend.</summary>
internal static class KnownOffers
{
    public static KnownOffer? Find(World world, string key)
    {
        if (key.Length == 0) return null;
        if (BuiltInOffers.Find(key) is { } quote) return new KnownOffer(quote.Offer.Accelerator, quote.Offer.AcceleratorCount);
        using var market = MarketAnswer.Open(world);
        return OfferSearch.Show(market, key) is [{ Accelerator: { } model } found, ..] ? new KnownOffer(model.Name, found.Count) : null;
    }
}
