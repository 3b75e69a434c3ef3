using Haggle.Core.Market;

namespace Haggle.Core.Policy.Experience;

/// <summary>A kind of spot market: who lets which accelerator where. Machines of one class are expected to come and go alike.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Accelerator">The accelerator, "" for machines without one.</param>
/// <param name="Region">The region, "" where the provider has none.</param>
public sealed record MarketClass(string Provider, string Accelerator, string Region)
{
    /// <summary>The class of an offer.</summary>
    public static MarketClass Of(Offer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        return new MarketClass(offer.Provider.Value, offer.Accelerator, offer.Region);
    }

    /// <inheritdoc />
    public override string ToString() => $"{Provider}/{Region}/{(Accelerator.Length > 0 ? Accelerator : "cpu")}";
}
