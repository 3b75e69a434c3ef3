using System.Text.Json;
using Haggle.Catalog.Imports;
using Haggle.Catalog.Live.Web;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Live.Sources;

/// <summary>Verda's (DataCrunch's) machines. Prices are texts; the same in every place; whether a place has a machine just now is told to customers only.</summary>
internal sealed class VerdaTypes(Uri root) : ILiveSource
{
    public SourceAbout About { get; } = new()
    {
        Name = "verda",
        Title = "Verda instance types",
        Provider = "verda",
        Gives = "machines on demand and spot",
        Gap = TimeSpan.FromMilliseconds(100),
        Address = root,
    };

    public Task<IReadOnlyList<LivePart>> PartsAsync(LiveReading reading, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LivePart>>([new LivePart("all", root)]);

    public async Task<PartTag?> ReadAsync(LivePart part, LiveReading reading, CancellationToken cancellationToken)
    {
        using var locations = LiveJson.Parse(await reading.PageAsync(new WebQuestion(new Uri(root, "/v1/locations")), cancellationToken).ConfigureAwait(false), "the list of places");
        using var types = LiveJson.Parse(await reading.PageAsync(new WebQuestion(new Uri(root, "/v1/instance-types")), cancellationToken).ConfigureAwait(false), "the list of machines");
        if (types.RootElement.ValueKind != JsonValueKind.Array || locations.RootElement.ValueKind != JsonValueKind.Array) throw new InvalidDataException("machines or places are no list");
        var places = locations.RootElement.EnumerateArray().Select(place => JsonRecords.Text(place, "code")).Where(code => code.Length > 0).ToArray();
        if (places.Length == 0) throw new InvalidDataException("the list of places has none");
        var at = 0;
        foreach (var type in types.RootElement.EnumerateArray())
        {
            reading.Intake.Row(++at);
            Take(reading.Intake, type, places);
        }

        return PartTag.None;
    }

    private static void Take(Intake intake, JsonElement type, string[] places)
    {
        var (name, gpu) = (JsonRecords.Text(type, "instance_type"), LiveJson.Child(type, "gpu"));
        var count = JsonRecords.Number(gpu, "number_of_gpus");
        AcceleratorModel? model = null;
        if (name.Length == 0)
        {
            intake.Refuse("a machine without a name");
            return;
        }

        // "8x H100 SXM5 80GB": the memory beside it is that of all together.
        var words = JsonRecords.Text(gpu, "description");
        if (words.IndexOf("x ", StringComparison.Ordinal) is > 0 and var times) words = words[(times + 2)..];
        if (count > 0 && !intake.TryAccelerator(words, JsonRecords.Number(LiveJson.Child(type, "gpu_memory"), "size_in_gigabytes") / count, out model)) return;
        foreach (var (purchase, field) in new[] { (Purchase.OnDemand, "price_per_hour"), (Purchase.Spot, type.TryGetProperty("spot_price_per_hour", out _) ? "spot_price_per_hour" : "spot_price") })
        {
            if (!intake.TryPrice(JsonRecords.Price(type, field), "a price of 0 means that it is not let so", out var price)) continue;
            foreach (var place in places)
                intake.Keep(intake.Machine("verda", place, name, purchase, price) with
                {
                    Accelerator = model,
                    AcceleratorCount = model is null ? 0 : count,
                    Vcpus = JsonRecords.Number(LiveJson.Child(type, "cpu"), "number_of_cores"),
                    Memory = Gib.FromGib(JsonRecords.Number(LiveJson.Child(type, "memory"), "size_in_gigabytes")),
                    Architecture = CpuArchitecture.X64,
                });
        }
    }
}
