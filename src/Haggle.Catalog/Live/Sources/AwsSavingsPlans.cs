using Haggle.Catalog.Imports;
using Haggle.Catalog.Live.Web;

namespace Haggle.Catalog.Live.Sources;

/// <summary>Compute Savings Plans of AWS, by region, from the bulk price list.</summary>
internal sealed class AwsSavingsPlans(Uri root) : ILiveSource
{
    public SourceAbout About { get; } = new()
    {
        Name = "aws-savings-plans",
        Title = "AWS savings plans (bulk API)",
        Provider = "aws",
        Gives = "EC2 under a Compute Savings Plan of 1 or 3 years",
        IsByRegion = true,
        IsLarge = true,
        Parallel = 4,
        Address = root,
    };

    public Task<IReadOnlyList<LivePart>> PartsAsync(LiveReading reading, CancellationToken cancellationToken) => AwsIndex.PartsAsync(root, "currentSavingsPlanIndexUrl", reading, cancellationToken);

    public async Task<PartTag?> ReadAsync(LivePart part, LiveReading reading, CancellationToken cancellationToken)
    {
        using var body = await reading.Web.OpenAsync(new WebQuestion(part.Address) { Known = reading.Known }, reading.Web.Limits.StreamBytes, cancellationToken).ConfigureAwait(false);
        if (body is null) return null;
        var lines = new LineReader(body.Content);
        var rows = new AwsSavingsRows(reading.Intake, part.Name);
        do
        {
            while (lines.TryRead(out var line)) rows.Line(line, lines.Number);
        }
        while (await lines.FillAsync(cancellationToken).ConfigureAwait(false));
        rows.Finish();
        return body.Tag;
    }
}
