namespace Haggle.Catalog.Imports;

/// <summary>A price list of Amazon EC2 as the bulk API gives it: the whole one of several gigabytes, or that of one region.</summary>
internal sealed class AwsPriceCsv : IPriceFormat
{
    public string Name => "Amazon EC2 price list (CSV)";

    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("\"FormatVersion\""u8) && start.IndexOf("\"OfferCode\",\"AmazonEC2\""u8) > 0;

    public void Read(Stream stream, Intake intake)
    {
        var lines = new LineReader(stream);
        var rows = new AwsPriceRows(intake);
        do
        {
            while (lines.TryRead(out var line)) rows.Line(line, lines.Number);
        }
        while (lines.Fill());
        rows.Finish();
    }
}
