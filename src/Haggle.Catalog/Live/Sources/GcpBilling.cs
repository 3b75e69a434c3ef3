using System.Text.Json;
using Haggle.Catalog.Imports;
using Haggle.Catalog.Live.Web;

namespace Haggle.Catalog.Live.Sources;

/// <summary>
/// Google Cloud's prices. The billing catalogue has prices of parts (a core, a GiB, an accelerator, local disk); machines are put together of them. Where a
/// machine really exists only Compute Engine says, to whoever has a token and a project; without, the machines of every region are offered that has prices for all parts.
/// </summary>
internal sealed class GcpBilling(Uri root) : ILiveSource
{
    private const int PagesMax = 200;

    private static readonly string[] Tokens = ["GOOGLE_OAUTH_ACCESS_TOKEN", "CLOUDSDK_AUTH_ACCESS_TOKEN"];

    public SourceAbout About { get; } = new()
    {
        Name = "gcp",
        Title = "Google Cloud Billing catalogue",
        Provider = "gcp",
        Gives = "Compute Engine machines on demand and spot",
        Needs = ["GOOGLE_API_KEY", .. Tokens],
        Gap = TimeSpan.FromMilliseconds(100),
        Address = root,
    };

    public Task<IReadOnlyList<LivePart>> PartsAsync(LiveReading reading, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LivePart>>([new LivePart("all", root)]);

    public async Task<PartTag?> ReadAsync(LivePart part, LiveReading reading, CancellationToken cancellationToken)
    {
        var prices = new GcpPartPrices(reading.Intake);
        await foreach (var page in PagesAsync(new Uri(root, "/v1/services/6F81-5844-456A/skus?pageSize=5000&currencyCode=USD"), reading, cancellationToken).ConfigureAwait(false))
            foreach (var sku in LiveJson.Array(page, "skus").EnumerateArray()) prices.Add(sku);
        if (prices.Count == 0) throw new InvalidDataException("the catalogue has no price of a part of a machine");
        var places = Token(reading.Variable) is not null && reading.Variable("GOOGLE_CLOUD_PROJECT") is { } project ? await PlacesAsync(project, reading, cancellationToken).ConfigureAwait(false) : null;
        new GcpMachines(reading.Intake, prices, places).Keep();
        return PartTag.None;
    }

    private async Task<HashSet<(string Type, string Region)>> PlacesAsync(string project, LiveReading reading, CancellationToken cancellationToken)
    {
        var compute = root.Host == "cloudbilling.googleapis.com" ? new Uri("https://compute.googleapis.com") : root;
        var places = new HashSet<(string, string)>();
        await foreach (var page in PagesAsync(new Uri(compute, $"/compute/v1/projects/{Uri.EscapeDataString(project)}/aggregated/machineTypes?maxResults=500"), reading, cancellationToken).ConfigureAwait(false))
            foreach (var zone in LiveJson.Object(page, "items").EnumerateObject())
            {
                if (LiveJson.Child(zone.Value, "machineTypes") is not { ValueKind: JsonValueKind.Array } types) continue;

                // "zones/us-central1-a": the region is the zone without its last letter.
                var name = zone.Name[(zone.Name.LastIndexOf('/') + 1)..];
                foreach (var type in types.EnumerateArray())
                    if (name.Length > 2 && LiveJson.Child(type, "deprecated").ValueKind != JsonValueKind.Object) places.Add((JsonRecords.Text(type, "name"), name[..^2]));
            }

        return places;
    }

    private static async IAsyncEnumerable<JsonElement> PagesAsync(Uri first, LiveReading reading, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = first;
        for (var page = 1; page <= PagesMax; page++)
        {
            using var json = LiveJson.Parse(await reading.PageAsync(new WebQuestion(next) { Headers = Headers(reading.Variable) }, cancellationToken).ConfigureAwait(false), $"page {page}");
            yield return json.RootElement;
            var token = JsonRecords.Text(json.RootElement, "nextPageToken");
            if (token.Length == 0) yield break;
            next = new Uri(first, $"{first.PathAndQuery}&pageToken={Uri.EscapeDataString(token)}");
        }

        throw new InvalidDataException($"there are more than {PagesMax} pages");
    }

    // In a header, not in the address: addresses are written down along the way.
    private static (string Name, string Value)[] Headers(Func<string, string?> variable) =>
        Token(variable) is { } token ? [("Authorization", "Bearer " + token)] : [("X-Goog-Api-Key", variable("GOOGLE_API_KEY") ?? "")];

    private static string? Token(Func<string, string?> variable) => Tokens.Select(variable).FirstOrDefault(token => token is not null);
}
