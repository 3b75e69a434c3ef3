using System.Text;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Imports;

/// <summary>
/// The cross-cloud comparison tables of Full Stack Deep Learning: <c>Cloud,GPU Type,...,On-demand,Per-GPU,Spot,Name</c>, and the serverless one with
/// <c>Vendor</c> and <c>Per-Hour</c>. GPU RAM is of all accelerators together.
/// </summary>
internal sealed class ComparisonCsv : IPriceFormat
{
    public string Name => "comparison of clouds (CSV)";

    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("Cloud,GPU Type,GPU Arch"u8) || start.StartsWith("Vendor,GPU Type,GPU Arch"u8);

    public void Read(Stream stream, Intake intake)
    {
        var csv = new CsvReader(stream, (byte)',');
        var columns = CsvColumns.Find(csv, "GPU Type", "GPUs", "GPU RAM", "vCPUs", "RAM");
        var isServerless = CsvColumns.Index(csv, "Vendor") == 0;
        var (price, spot, name) = (CsvColumns.Index(csv, isServerless ? "Per-Hour" : "On-demand"), CsvColumns.Index(csv, "Spot"), CsvColumns.Index(csv, "Name"));
        var fields = csv.Count;
        while (csv.Read())
        {
            intake.Row(csv.Line);
            if (csv.Count != fields) intake.Refuse($"{csv.Count} fields where {fields} belong");
            else ReadRow(csv, intake, columns, price, spot, name);
        }
    }

    private static void ReadRow(CsvReader csv, Intake intake, int[] columns, int price, int spot, int name)
    {
        var count = Number(csv[columns[1]]);
        if (!(count > 0))
        {
            intake.Refuse("no number of accelerators");
            return;
        }

        // A few rows have the memory of one card in the column for all; the name says which it is.
        var spelling = intake.Text[csv[columns[0]]];
        var memory = Number(csv[columns[2]]);
        var each = memory / count;
        if (!intake.TryAccelerator(spelling, each, out var model)) return;
        var type = name >= 0 && !csv[name].IsEmpty ? intake.Text[csv[name]] : $"{intake.Text[csv[columns[1]]]}x-{model!.Name}-{intake.Text[csv[columns[3]]]}vcpu";
        var row = new Store.PricedRow
        {
            Provider = Marketplaces.Name(intake.Text[csv[0]]),
            InstanceType = type,
            Accelerator = model,
            AcceleratorCount = count,
            Vcpus = Number(csv[columns[3]]),
            Memory = Gib.FromGib(Number(csv[columns[4]])),
            Purchase = Purchase.OnDemand,
            Price = Money.Zero,
            Host = Marketplaces.HostOf(Marketplaces.Name(intake.Text[csv[0]]), ""),
            Source = intake.File.Source,
            AsOf = intake.AsOf,
        };
        if (price >= 0 && intake.TryPrice(csv[price], "a price of 0 means unknown", out var onDemand)) intake.Keep(row with { Price = onDemand });
        if (spot >= 0 && !csv[spot].IsEmpty && intake.TryPrice(csv[spot], "a price of 0 means unknown", out var low)) intake.Keep(row with { Purchase = Purchase.Spot, Price = low });
    }

    // "80GB" and "59.5" alike.
    private static double Number(ReadOnlySpan<byte> text)
    {
        if (text.EndsWith("GB"u8)) text = text[..^2];
        return double.TryParse(Encoding.UTF8.GetString(text), System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
