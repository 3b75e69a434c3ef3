using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Haggle.Catalog.Imports;
using Haggle.Catalog.Questions;
using Haggle.Catalog.Store;

namespace Haggle.Catalog.Tests;

/// <summary>Every price is the decimal string of its source: for any string, and for each one of the reference files, read a second time by other means.</summary>
public sealed class Exact_prices : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("haggle-exact").FullName;

    // Prices as lists write them: up to nine decimals, trailing zeros and all.
    private static readonly Arbitrary<string> Written = Gen.Choose(1, int.MaxValue).Zip(Gen.Choose(0, 9)).Zip(Gen.Choose(0, 3))
        .Select(each => (each.Item1.Item1 / (decimal)Math.Pow(10, each.Item1.Item2)) is var usd && usd < 9_000 ? usd.ToString(CultureInfo.InvariantCulture) + (usd.Scale > 0 && usd.Scale + each.Item2 <= 9 ? new string('0', each.Item2) : "") : "1.5")
        .ToArbitrary();

    [Fact]
    public void Any_price_of_a_list_is_its_decimal_string() => Prop.ForAll(Written, text =>
        Price("prices.csv", $"region,instance_type,ondemand_usd_hour\nus-east-1,p3.2xlarge,{text}\n", "aws/us-east-1/p3.2xlarge/on-demand") == decimal.Parse(text, CultureInfo.InvariantCulture)).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_price_of_a_catalogue_with_spot_is_its_decimal_string() => Prop.ForAll(Written, text =>
        Price("nebius.csv", $"InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,Price,Region,GpuInfo,SpotPrice\na,H100,8,128,1600,,eu-north1,,{text}\n", "nebius/eu-north1/a/spot") == decimal.Parse(text, CultureInfo.InvariantCulture)).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_price_in_JSON_is_its_decimal_string_as_a_number_or_in_quotes() => Prop.ForAll(Written, text =>
        new[] { text, $"\"{text}\"" }.All(value => Price(
            "curated.json", $$"""[{"id":"a","provider_id":"x","gpu_model":"T4","vram_gb":16,"is_spot":false,"tier":"secure","price_usd_hour":{{value}},"collected_at":"2026-05-24"}]""", "x//1x-T4-secure/on-demand")
            == decimal.Parse(text, CultureInfo.InvariantCulture))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_catalogue_that_is_written_and_read_and_written_again_keeps_every_price() => Prop.ForAll(Written, text =>
    {
        using var first = MarketFile.Open("first", Import("prices.csv", $"region,instance_type,ondemand_usd_hour\nus-east-1,p3.2xlarge,{text}\n").ToBytes(DateTimeOffset.UnixEpoch));
        using var to = new StringWriter();
        BuiltInMarket.Write(first, to);
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(to.ToString()));
        using var again = MarketFile.Open("again", BuiltInMarket.ToBuilder(stream).ToBytes(DateTimeOffset.UnixEpoch));
        return OfferSearch.Show(again, "aws/us-east-1/p3.2xlarge/on-demand")[0].PriceNanoUsd / 1e9m == decimal.Parse(text, CultureInfo.InvariantCulture);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("aws", "aws", "derived-aws-ondemand.csv")]
    [InlineData("azure", "azure", "derived-azure-ondemand.csv")]
    public void Every_row_of_a_clouds_list_is_the_decimal_string_of_its_line(string folder, string provider, string file)
    {
        var path = SharedPrices.Folder("prices", folder, file);
        var prices = Kept(path);
        var compared = 0;
        foreach (var cells in File.ReadLines(path).Skip(1).Select(line => line.Split(',')))
        {
            if (!prices.TryGetValue($"{provider}/{cells[0]}/{cells[1]}/on-demand", out var kept)) continue;
            Assert.Equal(Nano(cells[2]), kept);
            compared++;
        }

        Assert.Equal(prices.Count, compared);
    }

    [Fact]
    public void Every_price_of_Googles_list_is_the_decimal_string_of_its_line()
    {
        var path = SharedPrices.Folder("prices", "gcp", "pricing-2026-07-30.yml");
        var prices = Kept(path);
        var (machine, region, inMachines, compared) = ("", "", false, 0);
        foreach (var line in File.ReadLines(path))
        {
            var text = line.Trim();
            var indent = line.Length - line.TrimStart().Length;
            if (indent == 2) inMachines = text == "instance:";
            if (!inMachines) continue;
            if (indent == 4) machine = text.TrimEnd(':');
            if (indent == 8 && text.EndsWith(':')) region = text.TrimEnd(':');
            if (indent != 10 || text.Split(": ") is not [var name, var usd]) continue;
            var word = name switch { "hour" => "on-demand", "hour_spot" => "spot", "month_1y" => "reserved-1y", "month_3y" => "reserved-3y", _ => "" };
            if (!prices.TryGetValue($"gcp/{region}/{machine}/{word}", out var kept)) continue;
            Assert.Equal(Nano(usd), kept);
            compared++;
        }

        Assert.Equal(prices.Count, compared);
        Assert.True(compared > 30_000, $"{compared}");
    }

    [Fact]
    public void Every_curated_offer_is_the_number_of_its_record()
    {
        var path = SharedPrices.Folder("prices", "many", "offerings.json");
        var kept = Kept(path).Values.ToHashSet();
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(path));
        var written = json.RootElement.EnumerateArray().Select(record => Nano(record.GetProperty("price_usd_hour").GetRawText())).ToHashSet();
        Assert.Empty(kept.Except(written));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Half up at the ninth decimal, as PriceText promises.
    private static long Nano(string usd) => (long)Math.Floor((decimal.Parse(usd, NumberStyles.Float, CultureInfo.InvariantCulture) * 1_000_000_000) + 0.5m);

    private decimal? Price(string name, string text, string key)
    {
        using var file = MarketFile.Open("test", Import(name, text).ToBytes(DateTimeOffset.UnixEpoch));
        return OfferSearch.Show(file, key) is [var price] ? price.PriceNanoUsd / 1e9m : null;
    }

    private MarketBuilder Import(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        var market = new MarketBuilder();
        new PriceImport(market).Import(new PriceFile(path, "a list", new DateTimeOffset(2026, 7, 20, 0, 0, 0, TimeSpan.Zero), name == "nebius.csv" ? "nebius" : "aws"));
        return market;
    }

    // Every price of a file by its key, in the source's own unit.
    private static Dictionary<string, long> Kept(string path)
    {
        var market = new MarketBuilder();
        Assert.Equal("", new PriceImport(market).Import(KnownFiles.Describe(path, "", null, "")).Fault);
        using var file = MarketFile.Open("test", market.ToBytes(DateTimeOffset.UnixEpoch));
        var prices = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var block = 0; block < file.Blocks; block++)
        {
            var rows = file.Rows(block, history: false);
            for (var i = 0; i < file.Count(block, history: false); i++)
            {
                var row = MarketFile.Row(rows, i);
                if (!row.IsEstimated) prices[file.Key(row)] = row.PriceNanoUsd;
            }
        }

        return prices;
    }
}
