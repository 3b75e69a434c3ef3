using System.Globalization;
using Haggle.Catalog.BuiltIn;
using Haggle.Catalog.Questions;
using Haggle.Catalog.Store;
using Haggle.Core.Market;

namespace Haggle.Cli.Render;

/// <summary>A list of offers, one on a line, in the columns that people know.</summary>
internal static class OffersView
{
    /// <summary>Prices older than this look stale.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(30);

    private const int Roomy = 100;

    public static void Write(Page page, OfferAnswer answer, OfferQuestion question, DateTimeOffset now, OfferChanges? changes = null)
    {
        if (answer.Offers.Count == 0)
        {
            WriteNone(page, answer);
            return;
        }

        var isOrdered = question.Order != OfferOrder.Price;

        // Where lines differ in more than the usual, what they differ in is worth more room than headings.
        var isCommitted = question.Purchases.Has(Purchase.ReservedOneYear) || question.Purchases.Has(Purchase.ReservedThreeYears);
        var isTight = page.Width < Roomy && (isOrdered || isCommitted || question.All || changes is not null);
        var table = new TextTable(
            new Column("GPU"), new Column("QTY", Right: true), new Column("PROVIDER"), new Column(isTight ? "INSTANCE" : "INSTANCE_TYPE"), new Column("DEVICE_MEM", Right: true, Leaves: 3), new Column("vCPUs", Right: true, Leaves: 4),
            new Column("HOST_MEM", Right: true, Leaves: 5), new Column(isTight ? "PRICE" : "HOURLY_PRICE", Right: true), new Column(isTight ? "SPOT" : "HOURLY_SPOT_PRICE", Right: true), new Column(OrderTitle(question.Order), Right: true, Optional: true),
            new Column("CHANGE", Right: true, Optional: true), new Column("BOUGHT", Leaves: isCommitted ? 0 : 2, Optional: true), new Column("REGION", Leaves: question.All && !isOrdered ? 0 : 1, Optional: true), new Column("AGE", Right: true), new Column("ID", Leaves: 6));
        foreach (var offer in answer.Offers)
        {
            var isPlain = offer.Purchase is Purchase.OnDemand or Purchase.Spot;
            table.Row(
                offer.Accelerator?.Name ?? "", SizeText.Number(offer.Count), offer.Provider, offer.InstanceType, offer.Accelerator is { } model ? SizeText.Number(model.MemoryGb.Value) + "GB" : "",
                offer.Vcpus > 0 ? SizeText.Number(offer.Vcpus) : "", offer.MemoryGib > 0 ? SizeText.Number(Math.Round(offer.MemoryGib, 1)) + "GiB" : "",
                isPlain ? Price(offer.OnDemandNanoUsd) : Own(offer), Price(offer.SpotNanoUsd), isOrdered && double.IsFinite(offer.Rank) ? Price((long)Math.Round(offer.Rank)) : "",
                changes?.Of(offer) ?? "", isPlain ? "" : Bought(offer), offer.Zone.Length > 0 ? $"{offer.Region}:{offer.Zone}" : offer.Region, Age(offer, now), new Inked(OfferKeys.Short(offer.KeyHash), Ink.Faint));
        }

        page.Table(table);
        WriteFoot(page, answer, question, now, changes);
    }

    // What is given away and what is computed from another price look like it.
    private static string Own(FoundOffer offer) => offer.Purchase == Purchase.FreeTier ? "free" : (offer.IsEstimated ? "~" : "") + Price(offer.HourlyNanoUsd);

    // Short for a column: "3y-all" is three years, all paid upfront. The key has the whole word.
    private static string Bought(FoundOffer offer) => offer.Purchase is Purchase.ReservedOneYear or Purchase.ReservedThreeYears
        ? (offer.Purchase == Purchase.ReservedOneYear ? "1y" : "3y") + offer.Payment switch { ReservedPayment.NoUpfront => "-no", ReservedPayment.PartialUpfront => "-part", ReservedPayment.AllUpfront => "-all", _ => "" }
        : OfferKeys.Word(offer.Purchase, offer.Payment);

    /// <summary>"$2.0156"; nothing for a price that nobody knows.</summary>
    public static string Price(long? nanoUsd) => nanoUsd is { } known ? MoneyText.Amount(known, known < 1_000_000_000 ? 4 : known < 100_000_000_000 ? 3 : 2) : "";

    public static Inked Age(FoundOffer offer, DateTimeOffset now)
    {
        var age = now - offer.AsOf;
        var text = age.TotalDays >= 2 ? ((long)age.TotalDays).ToString(CultureInfo.InvariantCulture) + "d" : TimeText.Span(Math.Max(0, age.TotalSeconds));
        return new Inked(offer.IsStale ? text + "!" : text, offer.IsStale || age > Fresh ? Ink.Careful : Ink.Plain);
    }

    private static void WriteFoot(Page page, OfferAnswer answer, OfferQuestion question, DateTimeOffset now, OfferChanges? changes)
    {
        var (oldest, newest) = (answer.Offers[0].AsOf, answer.Offers[0].AsOf);
        foreach (var offer in answer.Offers) (oldest, newest) = (offer.AsOf < oldest ? offer.AsOf : oldest, offer.AsOf > newest ? offer.AsOf : newest);
        page.Blank();
        if (changes is not null) WriteGone(page, changes, answer);
        var shown = answer.Offers.Count;
        if (answer.Fitting > shown)
            page.Wrapped(question.All ? $"{shown:N0} of {answer.Fitting:N0} offers that fit; --limit shows more." : $"The best of each provider, of {answer.Fitting:N0} offers that fit; --all shows all.", Ink.Faint);
        WriteLimits(page, answer);
        if (HasPayments(answer)) page.Wrapped("BOUGHT for one or three years: all, part or nothing of it paid at once; the price is all of it, by the hour.", Ink.Faint);
        if (answer.Offers.Any(offer => offer.IsStale)) page.Wrapped("! not confirmed when its source was asked last (not read, or held back): the last price that was believed; haggle catalog sources tells more.", Ink.Careful);
        if (newest - oldest > Fresh) page.Wrapped($"These prices held at different times, from {TimeText.Day(oldest)} to {TimeText.Day(newest)}: compare them with care.", Ink.Careful);
        else if (now - oldest > Fresh) page.Wrapped($"These prices held on {TimeText.Day(newest)} and may have changed since.", Ink.Careful);
    }

    private static bool HasPayments(OfferAnswer answer)
    {
        foreach (var offer in answer.Offers)
            if (offer.Payment != ReservedPayment.None) return true;
        return false;
    }

    private static void WriteGone(Page page, OfferChanges changes, OfferAnswer answer)
    {
        var gone = changes.Gone(answer.Offers).Select(offer => $"{offer.Key} ({Price(offer.HourlyNanoUsd)})").ToArray();
        if (gone.Length > 0) page.Wrapped($"Gone since {TimeText.Clock(changes.Since)}: {string.Join(", ", gone)}.", Ink.Careful);
    }

    // What a table of prices does not say: how long a free machine may be used, and by what rule an estimate was made.
    private static void WriteLimits(Page page, OfferAnswer answer)
    {
        var told = new List<string>();
        foreach (var offer in answer.Offers)
        {
            if (offer.IsEstimated && !told.Contains("~")) told.Add("~");
            if (offer.Purchase != Purchase.FreeTier || told.Contains(offer.Provider)) continue;
            told.Add(offer.Provider);
            if (KnownProviders.All.TryGetValue(offer.Provider, out var terms) && ProviderTermsText.Limits(terms) is { Length: > 0 } limits) page.Wrapped($"{terms.Title}: {limits}.", Ink.Plain, "", 2);
        }

        if (told.Contains("~")) page.Wrapped("~ estimated from the price of the machine inside and the product's usual surcharge; haggle offers show ID tells how.", Ink.Careful);
    }

    private static void WriteNone(Page page, OfferAnswer answer)
    {
        page.Wrapped(answer.Looked == 0 ? "Nobody in the catalogue lets that." : $"No offer fits. Of {answer.Looked:N0} with such accelerators", Ink.Strong);
        foreach (var removed in answer.Removed) page.Wrapped($"{removed.Count:N0} {removed.Why}", Ink.Plain, "  ", 4);
    }

    private static string OrderTitle(OfferOrder order) => order switch
    {
        OfferOrder.PerAccelerator => "PER_GPU",
        OfferOrder.PerFp32 => "PER_FP32",
        OfferOrder.PerTensor => "PER_TENSOR",
        OfferOrder.PerGb => "PER_GB",
        OfferOrder.PerBandwidth => "PER_GB/S",
        _ => "",
    };
}
