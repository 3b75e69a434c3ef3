using System.Buffers.Text;
using Haggle.Core.Market;

namespace Haggle.Catalog.Imports;

/// <summary>
/// Daily observations of marketplaces: lowest, median and highest price of one accelerator by provider and region. The lowest is what can be rented. Rows for several accelerators are left out: the same offer is at 6.88 in some and at 55.04 in others.
/// </summary>
internal sealed class ObservationsCsv : IPriceFormat
{
    public string Name => "daily observations of marketplaces (CSV)";

    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("date,provider,gpu_model,gpu_count,region,rental_type,price_min_usd"u8);

    public void Read(Stream stream, Intake intake)
    {
        var csv = new CsvReader(stream, (byte)',');
        CsvColumns.Find(csv, "date", "provider", "gpu_model", "gpu_count", "region", "rental_type", "price_min_usd", "price_median_usd", "price_max_usd", "n_offers", "source_url", "fetched_at");
        while (csv.Read())
        {
            intake.Row(csv.Line);
            if (csv.Count != 12) intake.Refuse($"{csv.Count} fields where 12 belong");
            else if (!Dates.TryParse(csv[0], out var asOf)) intake.Refuse("the date is none");
            else if (!Utf8Parser.TryParse(csv[3], out int count, out _) || count < 1) intake.Refuse("no number of accelerators");
            else if (count > 1) intake.LeaveOut("a price for several accelerators: some rows mean one of them, some all, and nothing tells which");
            else if (csv[1].SequenceEqual("provider"u8)) intake.Refuse("a heading in the place of a provider");
            else ReadRow(csv, intake, asOf);
        }
    }

    private static void ReadRow(CsvReader csv, Intake intake, DateTimeOffset asOf)
    {
        Purchase purchase;
        if (csv[5].SequenceEqual("on_demand"u8)) purchase = Purchase.OnDemand;
        else if (csv[5].SequenceEqual("spot"u8)) purchase = Purchase.Spot;
        else
        {
            intake.Refuse($"nobody knows the way to buy '{intake.Text[csv[5]]}'");
            return;
        }

        if (!intake.TryAccelerator(intake.Text[csv[2]], 0, out var model) || !intake.TryPrice(csv[6], "a price of 0 means unknown", out var price)) return;
        var provider = Marketplaces.Name(intake.Text[csv[1]]);
        var place = intake.Text[csv[4]];

        // "secure" and "community" are tiers, not places.
        var isTier = place is "secure" or "community";
        intake.Keep(new Store.PricedRow
        {
            Provider = provider,
            Region = isTier || place is "global" or "any" ? "" : place,
            InstanceType = isTier ? $"1x-{model!.Name}-{place}" : $"1x-{model!.Name}",
            Accelerator = model,
            AcceleratorCount = 1,
            Purchase = purchase,
            Price = price,
            Host = Marketplaces.HostOf(provider, isTier ? place : ""),
            Source = intake.Text[csv[10]],
            AsOf = asOf,
        });
    }
}
