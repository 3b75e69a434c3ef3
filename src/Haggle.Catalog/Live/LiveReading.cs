using Haggle.Catalog.Imports;
using Haggle.Catalog.Live.Web;

namespace Haggle.Catalog.Live;

/// <summary>What a source reads with.</summary>
internal sealed record LiveReading
{
    public required PriceWeb Web { get; init; }

    /// <summary>Where prices go.</summary>
    public required Intake Intake { get; init; }

    /// <summary>An environment variable: credentials, the home folder.</summary>
    public required Func<string, string?> Variable { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>What is known of the part from the last time.</summary>
    public PartTag Known { get; init; } = PartTag.None;

    /// <summary>Where several requests make up one part, each is asked for in any case.</summary>
    public async Task<byte[]> PageAsync(WebQuestion question, CancellationToken cancellationToken) =>
        (await Web.ReadAsync(question with { Known = PartTag.None }, cancellationToken).ConfigureAwait(false))?.Bytes ?? throw new WebFault($"{question.Named} answered that nothing changed, which nobody had asked");
}
