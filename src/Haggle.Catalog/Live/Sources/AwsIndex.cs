using System.Text.Json;
using Haggle.Catalog.Imports;
using Haggle.Catalog.Live.Web;

namespace Haggle.Catalog.Live.Sources;

/// <summary>The way through AWS's bulk price lists: index of services, index of regions, files. The address of a file has its version in it.</summary>
internal static class AwsIndex
{
    /// <summary>The CSV files of EC2 by region.</summary>
    /// <param name="root">Where the index of services is.</param>
    /// <param name="index">Which index of regions is wanted: "currentRegionIndexUrl" or "currentSavingsPlanIndexUrl".</param>
    /// <param name="reading">What to ask with.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<LivePart>> PartsAsync(Uri root, string index, LiveReading reading, CancellationToken cancellationToken)
    {
        using var services = LiveJson.Parse(await reading.PageAsync(new WebQuestion(new Uri(root, "/offers/v1.0/aws/index.json")), cancellationToken).ConfigureAwait(false), "the index of services");
        var offer = LiveJson.Object(LiveJson.Object(services.RootElement, "offers"), "AmazonEC2");
        var address = JsonRecords.Text(offer, index) is { Length: > 0 } text ? text : throw new InvalidDataException($"the index of services has no '{index}' for AmazonEC2");
        using var regions = LiveJson.Parse(await reading.PageAsync(new WebQuestion(new Uri(root, address)), cancellationToken).ConfigureAwait(false), "the index of regions");
        if (!regions.RootElement.TryGetProperty("regions", out var list)) throw new InvalidDataException("the index of regions has no 'regions'");

        // Price lists have an object by code; savings plans a list.
        var found = list.ValueKind == JsonValueKind.Object
            ? list.EnumerateObject().Select(region => (Code: region.Name, Url: JsonRecords.Text(region.Value, "currentVersionUrl")))
            : list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(region => (Code: JsonRecords.Text(region, "regionCode"), Url: JsonRecords.Text(region, "versionUrl"))) : [];
        var parts = found.Where(region => IsRegion(region.Code) && region.Url.EndsWith(".json", StringComparison.Ordinal))
            .Select(region => new LivePart(region.Code, new Uri(root, region.Url[..^".json".Length] + ".csv"), region.Url)).OrderBy(part => part.Name, StringComparer.Ordinal).ToArray();
        return parts.Length > 0 ? parts : throw new InvalidDataException("the index of regions names no region");
    }

    // "us-gov-west-1", but not the Local and Wavelength Zones "us-west-2-lax-1" and "us-east-1-wl1-bos-wlz-1": nothing is launched in those by that name.
    internal static bool IsRegion(string code)
    {
        var words = code.Split('-');
        return words.Length >= 3 && words[^1].All(char.IsAsciiDigit) && words[..^1].All(word => word.Length > 0 && word.All(char.IsAsciiLetterLower));
    }
}
