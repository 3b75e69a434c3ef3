using Haggle.Cli.Benching;
using Haggle.Core.Market;
using Haggle.Core.Tasks;

namespace Haggle.Cli.Planning;

/// <summary>The user's own machines, as far as haggle bench measured the task on them: no catalogue lists them.</summary>
internal static class OwnMachines
{
    private const string Suffix = "/owned";

    /// <summary>One quote for each, at the price that the measurement was billed at.</summary>
    public static IEnumerable<Quote> Of(IEnumerable<MeasuredResult> results, TaskSpec spec) => results
        .Where(each => each.Offer.EndsWith(Suffix, StringComparison.Ordinal) && !each.IsRehearsed && each.Task == (spec.Name ?? ""))
        .DistinctBy(each => each.Offer)
        .Select(each =>
        {
            var parts = each.Offer.Split('/');
            var offer = new Offer
            {
                Key = new OfferKey(each.Offer),
                Provider = new ProviderName(parts[0]),
                Region = parts.Length > 3 ? parts[1] : "",
                InstanceType = parts[^2],
                Accelerator = each.Accelerator,
                AcceleratorCount = each.Count,
                Purchase = Purchase.Owned,
            };
            return new Quote(offer, each.Rate, new Provenance("haggle bench", each.At));
        });
}
