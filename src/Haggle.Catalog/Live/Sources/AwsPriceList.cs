using Haggle.Catalog.Imports;
using Haggle.Catalog.Live.Web;

namespace Haggle.Catalog.Live.Sources;

/// <summary>EC2 on demand and reserved, by region, from AWS's bulk price list: hundreds of megabytes of CSV for each, read as they come.</summary>
internal sealed class AwsPriceList(Uri root) : ILiveSource
{
    public SourceAbout About { get; } = new()
    {
        Name = "aws-prices",
        Title = "AWS price list (bulk API)",
        Provider = "aws",
        Gives = "EC2 on demand and reserved (standard, each payment kind)",
        IsByRegion = true,
        IsLarge = true,
        Parallel = 4,
        Address = root,
    };

    public Task<IReadOnlyList<LivePart>> PartsAsync(LiveReading reading, CancellationToken cancellationToken) => AwsIndex.PartsAsync(root, "currentRegionIndexUrl", reading, cancellationToken);

    public async Task<PartTag?> ReadAsync(LivePart part, LiveReading reading, CancellationToken cancellationToken)
    {
        using var body = await reading.Web.OpenAsync(new WebQuestion(part.Address) { Known = reading.Known }, reading.Web.Limits.StreamBytes, cancellationToken).ConfigureAwait(false);
        if (body is null) return null;
        var lines = new LineReader(body.Content);
        var rows = new AwsPriceRows(reading.Intake);
        do
        {
            while (lines.TryRead(out var line)) rows.Line(line, lines.Number);
        }
        while (await lines.FillAsync(cancellationToken).ConfigureAwait(false));
        rows.Finish();
        return body.Tag;
    }
}
