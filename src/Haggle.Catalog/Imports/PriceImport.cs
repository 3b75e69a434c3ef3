using System.Text;
using Haggle.Catalog.Store;

namespace Haggle.Catalog.Imports;

/// <summary>Reads price files of every known kind into a catalogue that is being built. A file is recognised by how it begins, not by its name.</summary>
public sealed class PriceImport(MarketBuilder market)
{
    private const int StartLength = 4096;

    private static readonly IPriceFormat[] Formats =
    [
        new CloudPriceCsv(), new SkyPilotCsv(), new GcpYaml(), new GcpChangesCsv(), new GceTableCsv(), new GcpTpuJson(), new VantageAveragesJson(), new VantageReservedJson(),
        new SpotAdvisorJson(), new AzureSpotJson(), new OfferingsJson(), new ComparisonCsv(), new ObservationsCsv(), new ArticleTablesCsv(), new OwnSchemaJson(), new AwsPriceCsv(), new NoPriceFile(),
    ];

    /// <summary>Imports a file. What is wrong with it is in the report; prices read before stay.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public ImportReport Import(PriceFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        using var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var format = Recognise(stream);
        var report = new ImportReport(file.Path, format?.Name ?? "unknown");
        if (format is null)
        {
            report.Fault = "it is no price file of a kind that haggle knows";
            return report;
        }

        var intake = new Intake(file with { AsOf = file.AsOf ?? Dates.InName(file.Path) }, market, MachineTable.BuiltIn, report);
        try
        {
            format.Read(stream, intake);
        }
        catch (InvalidDataException fault)
        {
            report.Fault = fault.Message;
        }
        catch (DecoderFallbackException)
        {
            report.Fault = $"line {intake.Place}: the text is not UTF-8";
        }

        return report;
    }

    private static IPriceFormat? Recognise(FileStream stream)
    {
        var start = new byte[StartLength];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        var seen = start.AsSpan(0, length);
        if (seen.StartsWith(Encoding.UTF8.Preamble)) seen = seen[3..];
        foreach (var format in Formats)
            if (format.Recognises(seen)) return format;
        return null;
    }
}
