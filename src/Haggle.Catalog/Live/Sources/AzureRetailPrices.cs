using System.Text.Json;
using Haggle.Catalog.Imports;
using Haggle.Catalog.Live.Web;

namespace Haggle.Catalog.Live.Sources;

/// <summary>
/// Azure's Retail Prices: pages of a thousand, by region, for a walk over everything is not consistent while prices change. Which regions there are is asked
/// by a machine that all of them have.
/// </summary>
internal sealed class AzureRetailPrices(Uri root) : ILiveSource
{
    /// <summary>A region has some thirty pages; a walk that does not end is a mistake of somebody's.</summary>
    private const int PagesMax = 500;

    private const string Everywhere = "Standard_D2s_v3";

    public SourceAbout About { get; } = new()
    {
        Name = "azure-prices",
        Title = "Azure Retail Prices",
        Provider = "azure",
        Gives = "virtual machines on demand, spot, reserved, savings plans",
        IsByRegion = true,
        Parallel = 2,
        Gap = TimeSpan.FromMilliseconds(100),
        Address = root,
    };

    public async Task<IReadOnlyList<LivePart>> PartsAsync(LiveReading reading, CancellationToken cancellationToken)
    {
        var regions = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var item in WalkAsync($"serviceName eq 'Virtual Machines' and priceType eq 'Consumption' and armSkuName eq '{Everywhere}'", reading, cancellationToken).ConfigureAwait(false))
            if (JsonRecords.Text(item, "armRegionName") is { Length: > 0 } region && region.All(char.IsAsciiLetterOrDigit)) regions.Add(region);
        return regions.Count > 0 ? [.. regions.Select(region => new LivePart(region, root))] : throw new InvalidDataException($"it names no region that has {Everywhere}");
    }

    public async Task<PartTag?> ReadAsync(LivePart part, LiveReading reading, CancellationToken cancellationToken)
    {
        var rows = new AzureRows(reading.Intake, part.Name, reading.Now);
        var machines = $"serviceName eq 'Virtual Machines' and armRegionName eq '{part.Name}'";
        foreach (var kind in new[] { "Consumption", "Reservation" })
            await foreach (var item in WalkAsync($"{machines} and priceType eq '{kind}'", reading, cancellationToken).ConfigureAwait(false)) rows.Item(item);
        return PartTag.None;
    }

    private async IAsyncEnumerable<JsonElement> WalkAsync(string filter, LiveReading reading, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = new Uri(root, "/api/retail/prices?api-version=2023-01-01-preview&$filter=" + Uri.EscapeDataString(filter));
        for (var page = 1; ; page++)
        {
            if (page > PagesMax) throw new InvalidDataException($"there are more than {PagesMax} pages");
            using var json = LiveJson.Parse(await reading.PageAsync(new WebQuestion(next), cancellationToken).ConfigureAwait(false), $"page {page} of {part(filter)}");
            var items = LiveJson.Array(json.RootElement, "Items");
            foreach (var item in items.EnumerateArray()) yield return item;
            if (items.GetArrayLength() == 0 || JsonRecords.Text(json.RootElement, "NextPageLink") is not { Length: > 0 } link) yield break;

            // The link is taken for its path: it names a host of its own, and the walk stays with the one that was asked.
            var following = Uri.TryCreate(link, UriKind.Absolute, out var address) ? new Uri(root, address.PathAndQuery) : throw new InvalidDataException($"page {page}: the link to the next one is no address");
            if (following == next) throw new InvalidDataException($"page {page} names itself as the next one");
            next = following;
        }

        static string part(string filter) => filter[(filter.LastIndexOf("eq '", StringComparison.Ordinal) + 4)..].TrimEnd('\'');
    }
}
