using System.Globalization;
using Haggle.Catalog.BuiltIn;
using Haggle.Catalog.Questions;
using Haggle.Catalog.Store;
using Haggle.Core.Market;

namespace Haggle.Cli.Render;

/// <summary>Everything that is known of one offer; what nobody says is not shown.</summary>
internal static class OfferView
{
    private const int HistoryMost = 20;

    public static void Write(Page page, IReadOnlyList<FoundOffer> prices, DateTimeOffset now)
    {
        var offer = prices[0];
        page.Line(new Inked(offer.Key, Ink.Strong));
        page.Labelled("Price", offer.Purchase == Purchase.FreeTier ? "free, within limits" : $"{(offer.IsEstimated ? "about " : "")}{MoneyText.Rate(offer.HourlyNanoUsd)}{(offer.Unit == PriceUnit.Month ? $", {MoneyText.Amount(offer.PriceNanoUsd, 4)} a month of 730 hours" : "")}, {OfferKeys.Word(offer.Purchase, offer.Payment)}");
        page.Labelled("Held on", $"{TimeText.Day(offer.AsOf)}, {OffersView.Age(offer, now).Text.TrimEnd('!')} ago{(offer.IsStale ? "; not confirmed when its source was asked last (not read, or held back)" : "")}");
        page.Labelled("Source", offer.Source);
        page.Labelled("Seen", offer.FirstSeen == offer.LastSeen ? "" : $"first {TimeText.Day(offer.FirstSeen)}, last {TimeText.Day(offer.LastSeen)}");
        if (offer.Accelerator is { } model)
        {
            page.Labelled("GPUs", $"{SizeText.Number(offer.Count)} x {model.Maker} {model.Name}, {SizeText.Number(model.MemoryGb.Value)} GB each");
            page.Labelled("One costs", offer is { Count: > 0, HourlyNanoUsd: > 0 } ? $"{MoneyText.Rate((long)Math.Round(offer.HourlyNanoUsd / offer.Count))}{Per(offer, model.Fp32, "TFLOPS FP32")}{Per(offer, model.Tensor16, "TFLOPS FP16/BF16")}" : "");
        }

        page.Labelled("Machine", string.Join(", ", new[]
        {
            offer.Vcpus > 0 ? SizeText.Number(offer.Vcpus) + " vCPUs" : "", offer.MemoryGib > 0 ? SizeText.Number(Math.Round(offer.MemoryGib, 1)) + " GiB of memory" : "",
            offer.LocalDiskGib > 0 ? SizeText.Number(offer.LocalDiskGib) + " GB of local disk" : "", offer.Architecture == CpuArchitecture.Arm64 ? "ARM" : "",
        }.Where(part => part.Length > 0)));
        page.Labelled("Place", string.Join(", ", new[] { offer.Region, offer.Zone.Length > 0 ? $"zone {offer.Zone}" : "", offer.Country?.Name ?? "" }.Where(part => part.Length > 0)));
        page.Labelled("Taken back", offer.Interruption == InterruptionBand.Unknown ? "" : Band(offer.Interruption) + " of machines in a month");
        page.Labelled("Reliability", offer.Reliability is { } share ? share.ToString("P2", CultureInfo.InvariantCulture) : "");
        page.Labelled("Host", offer.Host switch { HostKind.DataCentre => "in a data centre", HostKind.PrivatePerson => "may be a private person's: whoever owns the machine can read what is on it", _ => "" });
        page.Labelled("CUDA", offer.CudaTenths > 0 ? string.Create(CultureInfo.InvariantCulture, $"up to {offer.CudaTenths / 10}.{offer.CudaTenths % 10}") : "");
        if (KnownProviders.All.TryGetValue(offer.Provider, out var terms)) ProviderTermsText.Write(page, terms);
        else page.Labelled("Provider", $"{offer.Provider}, of which nothing else is known");
        if (prices.Count == 1) return;
        page.Blank();
        var table = new TextTable(new Column("HELD ON"), new Column("PRICE", Right: true), new Column("SOURCE", Folds: true));
        foreach (var earlier in prices.Skip(1).Take(HistoryMost)) table.Row(TimeText.Day(earlier.AsOf), MoneyText.Rate(earlier.HourlyNanoUsd), earlier.Source);
        page.Table(table);
        if (prices.Count - 1 > HistoryMost) page.Wrapped($"and {prices.Count - 1 - HistoryMost:N0} earlier prices", Ink.Faint);
    }

    private static string Per(FoundOffer offer, Figure? figure, string unit) => figure is { } known ? $", {MoneyText.Amount((long)Math.Round(offer.HourlyNanoUsd / (offer.Count * known.Value)), 4)} a {unit} for an hour" : "";

    private static string Band(InterruptionBand band) => band switch
    {
        InterruptionBand.Under5Percent => "fewer than 5 %",
        InterruptionBand.Under10Percent => "5 to 10 %",
        InterruptionBand.Under15Percent => "10 to 15 %",
        InterruptionBand.Under20Percent => "15 to 20 %",
        _ => "more than 20 %",
    };
}
