using Haggle.Catalog.BuiltIn;
using Haggle.Catalog.Questions;
using Haggle.Catalog.Store;
using Haggle.Core.Economics.Owning;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Cli.Owning;

/// <summary>Finds, for each way to buy, the offer that does the own machine's work for the least money.</summary>
internal sealed class RentalMarket(MarketFile market, OwnMachineSpeed speed, RentalWish wish)
{
    private static readonly (Purchase[] Purchases, string Name)[] Ways =
    [
        ([Purchase.OnDemand], "on demand"), ([Purchase.Spot, Purchase.Bid], "spot"), ([Purchase.ReservedOneYear], "reserved 1 year"), ([Purchase.ReservedThreeYears], "reserved 3 years"),
    ];

    /// <summary>Labels and reports of the same memory differ by a few percent.</summary>
    private const double LeastMemory = 0.9;

    /// <summary>One way for each kind that somebody lets; the others are named in <paramref name="missing"/>.</summary>
    public List<RentOption> Find(double hoursPerWeek, Assumptions assumed, out List<string> missing)
    {
        var answer = OfferSearch.Ask(market, Question(), wish.Now);
        var options = new List<RentOption>();
        missing = [];
        foreach (var (purchases, name) in Ways)
        {
            RentOption? best = null;
            foreach (var offer in answer.Offers)
            {
                if (!purchases.Contains(offer.Purchase) || Option(offer, name, assumed) is not { } option) continue;
                if (best is null || Monthly(option, hoursPerWeek) < Monthly(best, hoursPerWeek)) best = option;
            }

            if (best is null) missing.Add(name);
            else options.Add(best);
        }

        return options;
    }

    private OfferQuestion Question() => new()
    {
        Accelerators = wish.Against,
        // The work must fit: less memory than the own machine has may not do it at all.
        MemoryGb = wish.Against.Count > 0 ? 0 : speed.Own.MemoryGb * LeastMemory,
        TotalMemoryGb = wish.MaySplit ? 0 : speed.Own.MemoryGb * speed.Cards * LeastMemory,
        Providers = wish.Providers,
        Region = wish.Region,
        SecureOnly = wish.SecureOnly,
        Purchases = default(PurchaseSet).With(Purchase.OnDemand).With(Purchase.Spot).With(Purchase.Bid).With(Purchase.ReservedOneYear).With(Purchase.ReservedThreeYears),
        All = true,
        Limit = int.MaxValue,
    };

    private RentOption? Option(FoundOffer offer, string name, Assumptions assumed)
    {
        // What is written for one maker's chips does not run on another's as it is: only when it is asked for.
        if (offer.Accelerator is not { } model || (wish.Against.Count == 0 && model.Maker != speed.Maker)) return null;
        if (offer.HourlyNanoUsd <= 0 || speed.Of(model, offer.Count) is not { } relative) return null;
        var terms = KnownProviders.All.GetValueOrDefault(offer.Provider);
        var perGb = terms?.StorageStopped ?? terms?.StorageRunning ?? assumed.Usd("storage_per_gb_month");
        return new RentOption
        {
            Name = name,
            Purchase = offer.Purchase,
            Rate = new HourlyRate(new Money(offer.HourlyNanoUsd)),
            Speed = relative,
            StoragePerMonth = new Money((long)(perGb.NanoUsd * assumed["storage_gb"])),
            Repeated = offer.Purchase is Purchase.Spot or Purchase.Bid ? (double)assumed["spot_repeated"] : 0,
            Provenance = new Provenance(offer.Source, offer.AsOf),
            Offer = offer.Key,
            Machine = $"{offer.Provider} {offer.InstanceType} {offer.Region}".TrimEnd(),
        };
    }

    private static Money Monthly(RentOption option, double hoursPerWeek) => RentCost.After(option, hoursPerWeek, 1);
}
