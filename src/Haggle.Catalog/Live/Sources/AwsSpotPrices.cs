using System.Text.Json;
using Haggle.Catalog.Imports;
using Haggle.Catalog.Live.Web;
using Haggle.Core.Market;

namespace Haggle.Catalog.Live.Sources;

/// <summary>EC2 spot prices by region from the file that AWS's pricing page reads: JSON in a call ("callback(...);"), prices as text, "N/A" where there is none.</summary>
internal sealed class AwsSpotPrices(Uri address) : ILiveSource
{
    // The file still has the names that the oldest regions had first.
    private static readonly Dictionary<string, string> Regions = new(StringComparer.Ordinal)
    {
        ["us-east"] = "us-east-1",
        ["us-west"] = "us-west-1",
        ["eu-ireland"] = "eu-west-1",
        ["apac-sin"] = "ap-southeast-1",
        ["apac-syd"] = "ap-southeast-2",
        ["apac-tokyo"] = "ap-northeast-1",
    };

    public SourceAbout About { get; } = new()
    {
        Name = "aws-spot",
        Title = "AWS spot price file",
        Provider = "aws",
        Gives = "EC2 spot prices by region",
        Address = address,
    };

    public Task<IReadOnlyList<LivePart>> PartsAsync(LiveReading reading, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LivePart>>([new LivePart("all", address)]);

    public async Task<PartTag?> ReadAsync(LivePart part, LiveReading reading, CancellationToken cancellationToken)
    {
        if (await reading.Web.ReadAsync(new WebQuestion(part.Address) { Known = reading.Known }, cancellationToken).ConfigureAwait(false) is not var (bytes, tag)) return null;
        using var json = LiveJson.Parse(Inside(bytes), "the spot price file");
        var config = LiveJson.Object(json.RootElement, "config");
        if (!JsonRecords.Text(config, "rate").Equals("perhr", StringComparison.Ordinal)) throw new InvalidDataException("its prices are not by the hour");
        var place = 0;
        foreach (var region in LiveJson.Array(config, "regions").EnumerateArray())
        {
            var code = JsonRecords.Text(region, "region");
            code = Regions.GetValueOrDefault(code, code);
            foreach (var family in LiveJson.Array(region, "instanceTypes").EnumerateArray())
                foreach (var size in LiveJson.Array(family, "sizes").EnumerateArray())
                {
                    reading.Intake.Row(++place);
                    Take(reading.Intake, code, size);
                }
        }

        return tag;
    }

    private static void Take(Intake intake, string region, JsonElement size)
    {
        var type = JsonRecords.Text(size, "size");
        if (region.Length == 0 || type.Length == 0 || LiveJson.Child(size, "valueColumns").ValueKind != JsonValueKind.Array)
        {
            intake.Refuse("no region, no size or no prices");
            return;
        }

        foreach (var column in size.GetProperty("valueColumns").EnumerateArray())
        {
            if (JsonRecords.Text(column, "name") != "linux") continue;
            var price = JsonRecords.Price(LiveJson.Child(column, "prices"), "USD");
            if (price.AsSpan().StartsWith("N/A"u8)) intake.LeaveOut("no price");
            else if (intake.TryPrice(price, "a price of 0 means unknown", out var spot)) intake.Keep(intake.Machine("aws", region, type, Purchase.Spot, spot));
            return;
        }

        intake.LeaveOut("no price for Linux");
    }

    // Comments may come before the call, and a semicolon after it.
    private static ReadOnlyMemory<byte> Inside(byte[] bytes)
    {
        var (from, to) = (bytes.AsSpan().IndexOf("callback("u8), bytes.AsSpan().LastIndexOf((byte)')'));
        return from >= 0 && to > from ? bytes.AsMemory((from + "callback(".Length)..to) : throw new InvalidDataException("the spot price file is no call of 'callback', or it is cut off");
    }
}
