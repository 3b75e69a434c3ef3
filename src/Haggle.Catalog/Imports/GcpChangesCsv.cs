using Haggle.Core.Market;

namespace Haggle.Catalog.Imports;

/// <summary>The changes of Google's accelerator prices over years of weekly snapshots: the history of an offer.</summary>
internal sealed class GcpChangesCsv : IPriceFormat
{
    public string Name => "changes of Google Cloud prices (CSV)";

    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("date,instance,region,hour_usd,hour_spot_usd"u8);

    public void Read(Stream stream, Intake intake)
    {
        var places = GcpPlaces.Beside(intake.File.Path);
        var csv = new CsvReader(stream, (byte)',');
        CsvColumns.Find(csv, "date", "instance", "region", "hour_usd", "hour_spot_usd", "month_1y_usd", "month_3y_usd");
        while (csv.Read())
        {
            intake.Row(csv.Line);
            if (csv.Count != 7) intake.Refuse($"{csv.Count} fields where 7 belong");
            else if (!Dates.TryParse(csv[0], out var asOf)) intake.Refuse("the date is none");
            else
            {
                var (machine, region) = (intake.Text[csv[1]], intake.Text[csv[2]]);
                if (!places.Has(machine, region)) intake.LeaveOut("the machine does not exist in that region");
                else ReadPrices(csv, intake, machine, region, asOf);
            }
        }
    }

    private static void ReadPrices(CsvReader csv, Intake intake, string machine, string region, DateTimeOffset asOf)
    {
        for (var column = 3; column < 7; column++)
        {
            if (csv[column].IsEmpty || !intake.TryPrice(csv[column], "a price of 0 means unknown", out var price)) continue;
            var purchase = column switch { 3 => Purchase.OnDemand, 4 => Purchase.Spot, 5 => Purchase.ReservedOneYear, _ => Purchase.ReservedThreeYears };
            intake.Keep(intake.Machine("gcp", region, machine, purchase, price) with { Unit = column < 5 ? PriceUnit.Hour : PriceUnit.Month, AsOf = asOf });
        }
    }
}
