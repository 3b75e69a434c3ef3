using System.Buffers.Text;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Imports;

/// <summary>
/// Catalogue files in SkyPilot's schema: <c>InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,Price,Region,GpuInfo,SpotPrice</c> and some more, in any
/// order. The memory of accelerators is in GpuInfo, for some providers for each and for others for all: only the total can be trusted.
/// </summary>
internal sealed class SkyPilotCsv : IPriceFormat
{
    public string Name => "catalogue in SkyPilot's schema (CSV)";

    public bool Recognises(ReadOnlySpan<byte> start)
    {
        var line = start[..(start.IndexOf((byte)'\n') is >= 0 and var end ? end : start.Length)];
        return line.StartsWith("InstanceType,"u8) && line.IndexOf("AcceleratorName"u8) > 0 && line.IndexOf("Price"u8) > 0;
    }

    public void Read(Stream stream, Intake intake)
    {
        var csv = new CsvReader(stream, (byte)',');
        var columns = CsvColumns.Find(csv, "InstanceType", "AcceleratorName", "AcceleratorCount", "vCPUs", "MemoryGiB", "Price", "SpotPrice", "Region");
        var (info, zone, arch) = (CsvColumns.Index(csv, "GpuInfo"), CsvColumns.Index(csv, "AvailabilityZone"), CsvColumns.Index(csv, "Arch"));
        var fields = csv.Count;
        if (intake.File.Provider.Length == 0) throw new InvalidDataException("the file does not say whose prices it has: name the provider (--provider vast)");
        while (csv.Read())
        {
            intake.Row(csv.Line);
            if (csv.Count != fields) intake.Refuse($"{csv.Count} fields where {fields} belong");
            else ReadRow(csv, intake, columns, info, zone, arch);
        }
    }

    private static void ReadRow(CsvReader csv, Intake intake, int[] columns, int info, int zone, int arch)
    {
        var type = intake.Text[csv[columns[0]]];
        if (type.Length == 0)
        {
            intake.Refuse("no instance type");
            return;
        }

        var count = Number(csv[columns[2]]);
        AcceleratorModel? model = null;
        if (!csv[columns[1]].IsEmpty)
        {
            var memory = info >= 0 && count > 0 ? TotalMemoryMib(csv[info]) / count / 1024 : 0;
            if (!intake.TryAccelerator(intake.Text[csv[columns[1]]], memory, out model)) return;
            if (!(count > 0))
            {
                intake.Refuse("an accelerator without a count");
                return;
            }
        }

        var row = new PricedTemplate(type, intake.Text[csv[columns[7]]], zone < 0 ? "" : intake.Text[csv[zone]], model, count, Number(csv[columns[3]]), Number(csv[columns[4]]), arch < 0 ? default : Architecture(csv[arch]));
        var onDemand = Money.Zero;
        if (!csv[columns[5]].IsEmpty && intake.TryPrice(csv[columns[5]], "a price of 0 means unknown", out onDemand)) row.Keep(intake, Purchase.OnDemand, onDemand, withZone: false);
        if (!csv[columns[6]].IsEmpty && intake.TryPrice(csv[columns[6]], "a spot price of 0 means unknown", out var spot))
        {
            // A spot price that equals the on-demand price is a price that nobody measured; it saves nothing and can be lost.
            if (spot >= onDemand && onDemand > Money.Zero) intake.LeaveOut("a spot price that is not below on demand");
            else row.Keep(intake, Purchase.Spot, spot, withZone: true);
        }

        if (csv[columns[5]].IsEmpty && csv[columns[6]].IsEmpty) intake.LeaveOut("no price");
    }

    private static double Number(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out double number, out var used) && used == text.Length ? number : 0;

    private static CpuArchitecture Architecture(ReadOnlySpan<byte> text) => text.StartsWith("x86"u8) ? CpuArchitecture.X64 : text.StartsWith("arm"u8) ? CpuArchitecture.Arm64 : CpuArchitecture.Unknown;

    private static double TotalMemoryMib(ReadOnlySpan<byte> info)
    {
        var at = info.IndexOf("TotalGpuMemoryInMiB"u8);
        if (at < 0) return 0;
        info = info[at..];
        at = info.IndexOfAnyInRange((byte)'0', (byte)'9');
        return at >= 0 && Utf8Parser.TryParse(info[at..], out long mib, out _) ? mib : 0;
    }

    private readonly record struct PricedTemplate(string Type, string Region, string Zone, AcceleratorModel? Model, double Count, double Vcpus, double MemoryGib, CpuArchitecture Architecture)
    {
        public void Keep(Intake intake, Purchase purchase, Money price, bool withZone) => intake.Keep(new Store.PricedRow
        {
            Provider = intake.File.Provider,
            Region = Region,
            Zone = withZone ? Zone : "",
            InstanceType = Type,
            Accelerator = Model,
            AcceleratorCount = Count,
            Vcpus = Vcpus,
            Memory = Gib.FromGib(MemoryGib),
            Architecture = Architecture,
            Purchase = purchase,
            Price = price,
            Host = Marketplaces.HostOf(intake.File.Provider, ""),
            Source = intake.File.Source,
            AsOf = intake.AsOf,
        });
    }
}
