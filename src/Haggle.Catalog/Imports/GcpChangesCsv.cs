using Haggle.Core.Market;

namespace Haggle.Catalog.Imports;

/// <summary>
/// The changes of Google's accelerator prices over years of weekly snapshots: the history of an offer. In some of them the calculator had lost a part of
/// a machine (a3-megagpu-8g at 10.12 in two regions, at a hundred in all others): prices of such a row are left out.
/// </summary>
internal sealed class GcpChangesCsv : IPriceFormat
{
    /// <summary>Regions and years move a price by a half at most; what lies further below the machine's usual price lacks a part of the machine.</summary>
    private const int SlipFactor = 2;

    public string Name => "changes of Google Cloud prices (CSV)";

    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("date,instance,region,hour_usd,hour_spot_usd"u8);

    public void Read(Stream stream, Intake intake)
    {
        var places = GcpPlaces.Beside(intake.File.Path);
        var csv = new CsvReader(stream, (byte)',');
        CsvColumns.Find(csv, "date", "instance", "region", "hour_usd", "hour_spot_usd", "month_1y_usd", "month_3y_usd");
        var machines = new Dictionary<string, List<Change>>(StringComparer.Ordinal);
        while (csv.Read())
        {
            intake.Row(csv.Line);
            if (csv.Count != 7) intake.Refuse($"{csv.Count} fields where 7 belong");
            else if (!Dates.TryParse(csv[0], out var asOf)) intake.Refuse("the date is none");
            else if (!places.Has(intake.Text[csv[1]], intake.Text[csv[2]])) intake.LeaveOut("the machine does not exist in that region");
            else
            {
                var machine = intake.Text[csv[1]];
                if (!machines.TryGetValue(machine, out var changes)) machines.Add(machine, changes = []);
                changes.Add(new Change(csv.Line, asOf, intake.Text[csv[2]], [csv[3].ToArray(), csv[4].ToArray(), csv[5].ToArray(), csv[6].ToArray()]));
            }
        }

        foreach (var (machine, changes) in machines)
        {
            var usual = Median(changes);
            foreach (var change in changes) Keep(intake, machine, change, isSlip: change.Hourly > 0 && change.Hourly < usual / SlipFactor);
        }
    }

    private static void Keep(Intake intake, string machine, Change change, bool isSlip)
    {
        intake.Return(change.Line);
        for (var column = 0; column < change.Prices.Length; column++)
        {
            var text = change.Prices[column];
            if (text.Length == 0) continue;
            if (isSlip)
            {
                intake.LeaveOut("less than half of what the machine usually costs: the list lacks a part of it");
                continue;
            }

            if (!intake.TryPrice(text, "a price of 0 means unknown", out var price)) continue;
            var purchase = column switch { 0 => Purchase.OnDemand, 1 => Purchase.Spot, 2 => Purchase.ReservedOneYear, _ => Purchase.ReservedThreeYears };
            intake.Keep(intake.Machine("gcp", change.Region, machine, purchase, price) with { Unit = column < 2 ? PriceUnit.Hour : PriceUnit.Month, AsOf = change.AsOf });
        }
    }

    private static long Median(List<Change> changes)
    {
        var prices = changes.Select(change => change.Hourly).Where(hourly => hourly > 0).Order().ToArray();
        return prices.Length == 0 ? 0 : prices[prices.Length / 2];
    }

    private sealed record Change(long Line, DateTimeOffset AsOf, string Region, byte[][] Prices)
    {
        /// <summary>On demand, in nano-dollars; 0 when there is none.</summary>
        public long Hourly { get; } = PriceText.TryParse(Prices[0], out var price, out _) ? price.NanoUsd : 0;
    }
}
