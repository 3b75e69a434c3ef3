using Haggle.Core.Market;

namespace Haggle.Catalog.Store;

/// <summary>The lasting names of offers, and the words of the ways to buy in them.</summary>
public static class OfferKeys
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>"provider/place/instance type/purchase"; the place is the region, with the zone behind a colon where there is one.</summary>
    public static string Text(string provider, string region, string zone, string instanceType, Purchase purchase, ReservedPayment payment) =>
        // Four at a time: joining more goes through a generic span that is in no precompiled image.
        string.Concat(string.Concat(provider, "/", region, zone.Length == 0 ? "" : ":"), zone, string.Concat("/", instanceType, "/"), Word(purchase, payment));

    /// <summary>The first of its hash's digits in hexadecimal, enough to tell offers apart on a screen.</summary>
    public static string Short(ulong key) => key.ToString("x16", System.Globalization.CultureInfo.InvariantCulture)[..10];

    /// <summary>The word for a way to buy, as keys and the command line write it.</summary>
    public static string Word(Purchase purchase, ReservedPayment payment) => (purchase, payment) switch
    {
        (Purchase.OnDemand, _) => "on-demand",
        (Purchase.Spot, _) => "spot",
        (Purchase.Bid, _) => "bid",
        (Purchase.ReservedOneYear, ReservedPayment.None) => "reserved-1y",
        (Purchase.ReservedOneYear, ReservedPayment.NoUpfront) => "reserved-1y-no-upfront",
        (Purchase.ReservedOneYear, ReservedPayment.PartialUpfront) => "reserved-1y-partial-upfront",
        (Purchase.ReservedOneYear, _) => "reserved-1y-all-upfront",
        (Purchase.ReservedThreeYears, ReservedPayment.None) => "reserved-3y",
        (Purchase.ReservedThreeYears, ReservedPayment.NoUpfront) => "reserved-3y-no-upfront",
        (Purchase.ReservedThreeYears, ReservedPayment.PartialUpfront) => "reserved-3y-partial-upfront",
        (Purchase.ReservedThreeYears, _) => "reserved-3y-all-upfront",
        (Purchase.SavingsPlanOneYear, ReservedPayment.None) => "savings-1y",
        (Purchase.SavingsPlanOneYear, ReservedPayment.NoUpfront) => "savings-1y-no-upfront",
        (Purchase.SavingsPlanOneYear, ReservedPayment.PartialUpfront) => "savings-1y-partial-upfront",
        (Purchase.SavingsPlanOneYear, _) => "savings-1y-all-upfront",
        (Purchase.SavingsPlanThreeYears, ReservedPayment.None) => "savings-3y",
        (Purchase.SavingsPlanThreeYears, ReservedPayment.NoUpfront) => "savings-3y-no-upfront",
        (Purchase.SavingsPlanThreeYears, ReservedPayment.PartialUpfront) => "savings-3y-partial-upfront",
        (Purchase.SavingsPlanThreeYears, _) => "savings-3y-all-upfront",
        (Purchase.Managed, _) => "managed",
        (Purchase.FreeTier, _) => "free",
        _ => "owned",
    };

    /// <summary>The way to buy that a word names.</summary>
    /// <exception cref="FormatException">It names none.</exception>
    public static (Purchase Purchase, ReservedPayment Payment) Parse(string word)
    {
        foreach (var purchase in Enum.GetValues<Purchase>())
            foreach (var payment in Enum.GetValues<ReservedPayment>())
                if (Word(purchase, payment) == word) return (purchase, payment);
        throw new FormatException($"'{word}' is no way to buy");
    }

    /// <summary>FNV-1a over the parts of a key, without putting the text together: an import makes hundreds of thousands of them.</summary>
    internal static ulong Hash(string provider, string region, string zone, string instanceType, Purchase purchase, ReservedPayment payment)
    {
        var hash = Add(FnvOffset, provider);
        hash = Add(Step(hash, '/'), region);
        if (zone.Length > 0) hash = Add(Step(hash, ':'), zone);
        hash = Add(Step(hash, '/'), instanceType);
        return Add(Step(hash, '/'), Word(purchase, payment));
    }

    /// <summary>The hash of a key's text; the same as that of its parts.</summary>
    public static ulong Hash(string key) => Add(FnvOffset, key);

    private static ulong Add(ulong hash, string text)
    {
        foreach (var letter in text) hash = Step(hash, letter);
        return hash;
    }

    private static ulong Step(ulong hash, char letter) => unchecked((hash ^ letter) * FnvPrime);
}
