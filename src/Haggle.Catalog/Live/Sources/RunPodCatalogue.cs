using System.Globalization;
using System.Text;
using System.Text.Json;
using Haggle.Catalog.Imports;
using Haggle.Catalog.Live.Web;
using Haggle.Catalog.Store;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Live.Sources;

/// <summary>
/// RunPod's cards by data centre, and those of its community. Prices and bids are for one card; what has no stock is not offered. GraphQL: an error comes with
/// HTTP 200.
/// </summary>
internal sealed class RunPodCatalogue(Uri root) : ILiveSource
{
    private const string Community = "community";

    private static readonly int[] Counts = [1, 2, 4, 8];

    public SourceAbout About { get; } = new()
    {
        Name = "runpod",
        Title = "RunPod catalogue",
        Provider = "runpod",
        Gives = "pods in stock: on demand and the least bid",
        Parallel = 2,
        Gap = TimeSpan.FromMilliseconds(250),
        Address = root,
    };

    public async Task<IReadOnlyList<LivePart>> PartsAsync(LiveReading reading, CancellationToken cancellationToken)
    {
        using var json = await AskAsync("query { dataCenters { id name listed } }", reading, cancellationToken).ConfigureAwait(false);
        var centres = LiveJson.Array(LiveJson.Object(json.RootElement, "data"), "dataCenters").EnumerateArray()
            .Where(centre => LiveJson.Flag(centre, "listed") != false).Select(centre => JsonRecords.Text(centre, "id"))
            .Where(id => id.Length > 0 && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')).Order(StringComparer.Ordinal);
        return [.. centres.Append(Community).Select(id => new LivePart(id, root))];
    }

    public async Task<PartTag?> ReadAsync(LivePart part, LiveReading reading, CancellationToken cancellationToken)
    {
        var isSecure = part.Name != Community;
        var query = new StringBuilder("query { gpuTypes { id displayName memoryInGb maxGpuCount securePrice communityPrice ");
        foreach (var count in Counts)
        {
            var place = isSecure ? $"secureCloud:true,dataCenterId:\"{part.Name}\"" : "secureCloud:false";
            query.Append(CultureInfo.InvariantCulture, $"n{count}: lowestPrice(input:{{gpuCount:{count},{place}}}) {{ minimumBidPrice minVcpu minMemory stockStatus }} ");
        }

        using var json = await AskAsync(query.Append("} }").ToString(), reading, cancellationToken).ConfigureAwait(false);
        var at = 0;
        foreach (var card in LiveJson.Array(LiveJson.Object(json.RootElement, "data"), "gpuTypes").EnumerateArray())
            foreach (var count in Counts)
            {
                reading.Intake.Row(++at);
                Take(reading.Intake, card, count, isSecure ? part.Name : "", isSecure);
            }

        return PartTag.None;
    }

    private static void Take(Intake intake, JsonElement card, int count, string region, bool isSecure)
    {
        var name = JsonRecords.Text(card, "displayName");
        var stock = LiveJson.Child(card, $"n{count}");
        if (count > JsonRecords.Number(card, "maxGpuCount")) intake.LeaveOut("so many are not let together");
        else if (JsonRecords.Text(stock, "stockStatus").Length == 0) intake.LeaveOut("none in stock");
        else if (intake.TryAccelerator(name, JsonRecords.Number(card, "memoryInGb"), out var model))
        {
            var row = new PricedRow
            {
                Provider = "runpod",
                Region = region,
                InstanceType = $"{count}x-{name.Replace(' ', '-')}-{(isSecure ? "secure" : Community)}",
                Accelerator = model,
                AcceleratorCount = count,
                Vcpus = JsonRecords.Number(stock, "minVcpu"),
                Memory = Gib.FromGib(JsonRecords.Number(stock, "minMemory")),
                Purchase = Purchase.OnDemand,
                Price = Money.Zero,
                Host = isSecure ? HostKind.DataCentre : HostKind.PrivatePerson,
                Available = true,
                Source = intake.File.Source,
                AsOf = intake.AsOf,
            };
            if (intake.TryPrice(JsonRecords.Price(card, isSecure ? "securePrice" : "communityPrice"), "a price of 0 means that it is not let so", out var price)) intake.Keep(row with { Price = price * count });
            if (intake.TryPrice(JsonRecords.Price(stock, "minimumBidPrice"), "no bid is taken", out var bid)) intake.Keep(row with { Purchase = Purchase.Bid, Price = bid * count });
        }
    }

    private async Task<JsonDocument> AskAsync(string query, LiveReading reading, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("query", query);
            writer.WriteEndObject();
        }

        var question = new WebQuestion(new Uri(root, "/graphql")) { Json = body.ToArray(), Headers = reading.Variable("RUNPOD_API_KEY") is { } key ? [("Authorization", "Bearer " + key)] : [] };
        var json = LiveJson.Parse(await reading.PageAsync(question, cancellationToken).ConfigureAwait(false), "the catalogue");
        if (LiveJson.Child(json.RootElement, "errors") is not { ValueKind: JsonValueKind.Array } errors || errors.GetArrayLength() == 0) return json;
        var message = JsonRecords.Text(errors[0], "message");
        json.Dispose();
        throw new InvalidDataException($"it refuses the question: {message}");
    }
}
