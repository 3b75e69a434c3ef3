using System.Text;
using Haggle.Core.Market;

namespace Haggle.Catalog.Imports;

/// <summary>On-demand prices of one cloud by region and machine, as karpenter's providers keep them: <c>region,instance_type,ondemand_usd_hour</c>.</summary>
internal sealed class CloudPriceCsv : IPriceFormat
{
    public string Name => "on-demand prices of a cloud (CSV)";

    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("region,instance_type,ondemand_usd_hour"u8);

    public void Read(Stream stream, Intake intake)
    {
        var csv = new CsvReader(stream, (byte)',');
        CsvColumns.Find(csv, "region", "instance_type", "ondemand_usd_hour");
        var provider = intake.File.Provider;
        if (provider.Length == 0) throw new InvalidDataException("the file does not say whose prices it has: name the provider (--provider aws)");
        while (csv.Read())
        {
            intake.Row(csv.Line);
            if (csv.Count != 3) intake.Refuse($"{csv.Count} fields where 3 belong");
            else if (csv[0].IsEmpty || csv[1].IsEmpty) intake.Refuse("no region or no instance type");
            else if (!Ascii.IsValid(csv[0]) || !Ascii.IsValid(csv[1])) intake.Refuse("a name is not plain text");
            else if (provider == "aws" && csv[0].StartsWith("cn-"u8)) intake.LeaveOut("a price in yuan: Amazon's regions in China do not bill in dollars, whatever the column is called");
            else if (intake.TryPrice(csv[2], "a price of 0 means unknown", out var price))
                intake.Keep(intake.Machine(provider, intake.Text[csv[0]], intake.Text[csv[1]], Purchase.OnDemand, price));
        }
    }
}
