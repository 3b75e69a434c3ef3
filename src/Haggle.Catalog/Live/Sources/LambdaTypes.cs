using System.Text.Json;
using Haggle.Catalog.Imports;
using Haggle.Catalog.Live.Web;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Live.Sources;

/// <summary>Lambda's machines: prices in cents, and the regions that have one just now.</summary>
internal sealed class LambdaTypes(Uri root) : ILiveSource
{
    private const long NanoPerCent = 10_000_000;

    public SourceAbout About { get; } = new()
    {
        Name = "lambda",
        Title = "Lambda instance types",
        Provider = "lambda",
        Gives = "machines on demand, by region with stock",
        Needs = ["LAMBDA_API_KEY"],
        Gap = TimeSpan.FromSeconds(1),
        Address = root,
    };

    public Task<IReadOnlyList<LivePart>> PartsAsync(LiveReading reading, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LivePart>>([new LivePart("all", new Uri(root, "/api/v1/instance-types"))]);

    public async Task<PartTag?> ReadAsync(LivePart part, LiveReading reading, CancellationToken cancellationToken)
    {
        var question = new WebQuestion(part.Address) { Headers = [("Authorization", "Bearer " + reading.Variable("LAMBDA_API_KEY"))] };
        using var json = LiveJson.Parse(await reading.PageAsync(question, cancellationToken).ConfigureAwait(false), "the list of machines");
        var place = 0;
        foreach (var each in LiveJson.Object(json.RootElement, "data").EnumerateObject())
        {
            reading.Intake.Row(++place);
            Take(reading.Intake, each.Value);
        }

        return PartTag.None;
    }

    private static void Take(Intake intake, JsonElement entry)
    {
        var (type, specs) = (LiveJson.Child(entry, "instance_type"), LiveJson.Child(LiveJson.Child(entry, "instance_type"), "specs"));
        var (name, words, count) = (JsonRecords.Text(type, "name"), JsonRecords.Text(type, "description"), JsonRecords.Number(specs, "gpus"));
        AcceleratorModel? model = null;
        if (words.IndexOf("x ", StringComparison.Ordinal) is > 0 and var times) words = words[(times + 2)..];
        if (name.Length == 0) intake.Refuse("a machine without a name");
        else if (LiveJson.Child(type, "price_cents_per_hour") is not { ValueKind: JsonValueKind.Number } price || !price.TryGetInt64(out var cents) || cents <= 0) intake.Refuse("the price is no whole number of cents");
        else if (count <= 0 || intake.TryAccelerator(words, 0, out model))
        {
            var row = intake.Machine("lambda", "", name, Purchase.OnDemand, new Money(cents * NanoPerCent)) with
            {
                Accelerator = model,
                AcceleratorCount = model is null ? 0 : count,
                Vcpus = JsonRecords.Number(specs, "vcpus"),
                Memory = Gib.FromGib(JsonRecords.Number(specs, "memory_gib")),
                LocalDisk = Gib.FromGib(JsonRecords.Number(specs, "storage_gib")),
                Architecture = name.Contains("gh200", StringComparison.Ordinal) ? CpuArchitecture.Arm64 : CpuArchitecture.X64,
            };
            var regions = LiveJson.Child(entry, "regions_with_capacity_available") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(region => JsonRecords.Text(region, "name")).Where(region => region.Length > 0).ToArray() : [];

            // Without stock anywhere the price still tells what it would cost.
            if (regions.Length == 0) intake.Keep(row with { Available = false });
            foreach (var region in regions) intake.Keep(row with { Region = region, Available = true });
        }
    }
}
