using Haggle.Core.Market;

namespace Haggle.Catalog.Imports;

/// <summary>
/// The changes of Google's accelerator prices over years of weekly snapshots: the history of an offer. In two of them the calculator lost a part of some
/// machines for a week (a2-ultragpu-2g at 2.55 between 10.06 and 10.06): such a price is left out, and the spot price beside it.
/// </summary>
internal sealed class GcpChangesCsv : IPriceFormat
{
    /// <summary>Prices by the hour never more than doubled from one snapshot to the next but after a slip.</summary>
    private const int SlipFactor = 2;

    public string Name => "changes of Google Cloud prices (CSV)";

    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("date,instance,region,hour_usd,hour_spot_usd"u8);

    public void Read(Stream stream, Intake intake)
    {
        var places = GcpPlaces.Beside(intake.File.Path);
        var csv = new CsvReader(stream, (byte)',');
        CsvColumns.Find(csv, "date", "instance", "region", "hour_usd", "hour_spot_usd", "month_1y_usd", "month_3y_usd");

        // The price of a machine in a region that is not known to be no slip yet: it is one when the next is so much higher.
        var waiting = new Dictionary<(string Machine, string Region), Change>();
        while (csv.Read())
        {
            intake.Row(csv.Line);
            if (csv.Count != 7) intake.Refuse($"{csv.Count} fields where 7 belong");
            else if (!Dates.TryParse(csv[0], out var asOf)) intake.Refuse("the date is none");
            else
            {
                var (machine, region) = (intake.Text[csv[1]], intake.Text[csv[2]]);
                if (!places.Has(machine, region))
                {
                    intake.LeaveOut("the machine does not exist in that region");
                    continue;
                }

                var change = new Change(csv.Line, asOf, [csv[3].ToArray(), csv[4].ToArray(), csv[5].ToArray(), csv[6].ToArray()]);
                if (waiting.TryGetValue((machine, region), out var before)) Settle(intake, machine, region, before, isSlip: change.Hourly > SlipFactor * before.Hourly && before.Hourly > 0);
                waiting[(machine, region)] = change;
            }
        }

        foreach (var ((machine, region), last) in waiting) Settle(intake, machine, region, last, isSlip: false);
    }

    private static void Settle(Intake intake, string machine, string region, Change change, bool isSlip)
    {
        intake.Return(change.Line);
        for (var column = 0; column < change.Prices.Length; column++)
        {
            var text = change.Prices[column];
            if (text.Length == 0) continue;
            if (isSlip && column < 2)
            {
                intake.LeaveOut("a price that more than doubles with the next snapshot: a slip of the list");
                continue;
            }

            if (!intake.TryPrice(text, "a price of 0 means unknown", out var price)) continue;
            var purchase = column switch { 0 => Purchase.OnDemand, 1 => Purchase.Spot, 2 => Purchase.ReservedOneYear, _ => Purchase.ReservedThreeYears };
            intake.Keep(intake.Machine("gcp", region, machine, purchase, price) with { Unit = column < 2 ? PriceUnit.Hour : PriceUnit.Month, AsOf = change.AsOf });
        }
    }

    private sealed record Change(long Line, DateTimeOffset AsOf, byte[][] Prices)
    {
        /// <summary>On demand, in nano-dollars; 0 when there is none.</summary>
        public long Hourly { get; } = PriceText.TryParse(Prices[0], out var price, out _) ? price.NanoUsd : 0;
    }
}
