using System.Text;
using Haggle.Catalog.Imports;
using Haggle.Catalog.Store;

namespace Haggle.Catalog.Tests;

public sealed class Reading_price_files : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("haggle-prices").FullName;

    [Theory]
    [InlineData("3.06", 3_060_000_000, false)]
    [InlineData("$0.75", 750_000_000, false)]
    [InlineData("0.000000001", 1, false)]
    [InlineData("0.018000000000000002", 18_000_000, true)] // computed in binary
    [InlineData("0.0023959999999999997", 2_396_000, true)]
    [InlineData("5.06879789041096", 5_068_797_890, true)]
    [InlineData("5e-05", 50_000, false)]
    [InlineData("7", 7_000_000_000, false)]
    [InlineData("-1.5", -1_500_000_000, false)]
    public void A_price_is_read_to_the_nano_dollar(string text, long nano, bool rounded)
    {
        Assert.True(PriceText.TryParse(text, out var price, out var isRounded));
        Assert.Equal(nano, price.NanoUsd);
        Assert.Equal(rounded, isRounded);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("free")]
    [InlineData("99999999999999999999")]
    public void What_is_no_price_is_none(string text) => Assert.False(PriceText.TryParse(text, out _, out _));

    [Fact]
    public void Prices_of_up_to_nine_decimals_are_the_decimal_itself()
    {
        var random = new Random(20261121);
        for (var i = 0; i < 20_000; i++)
        {
            var nano = random.NextInt64(0, 9_000_000_000_000);
            var text = (nano / 1e9m).ToString("0.#########", System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(PriceText.TryParse(text, out var price, out var isRounded) && price.NanoUsd == nano && !isRounded, text);
        }
    }

    [Fact]
    public void Quotes_line_breaks_and_marks_are_understood_in_any_chunks()
    {
        const string Text = "\uFEFFa,b\r\n\"x, \"\"y\"\"\",2\n\n\"line\nbreak\",\n,last";
        foreach (var chunk in new[] { 1, 2, 3, 7, 1000 })
        {
            var csv = new CsvReader(new Trickle(Encoding.UTF8.GetBytes(Text), chunk), (byte)',');
            var records = new List<string>();
            while (csv.Read()) records.Add($"{csv.Line}:" + string.Join('|', Enumerable.Range(0, csv.Count).Select(i => Encoding.UTF8.GetString(csv[i]))));
            Assert.Equal(["1:a|b", "2:x, \"\"y\"\"|2", "4:line\nbreak|", "6:|last"], records);
        }
    }

    [Theory]
    [InlineData("us-east-1,p3.2xlarge,3.06", "", 1)]
    [InlineData("us-east-1,p3.2xlarge", "2 fields where 3 belong (line 2)", 0)]
    [InlineData("us-east-1,p3.2xlarge,-3", "the price is negative (line 2)", 0)]
    [InlineData("us-east-1,p3.2xlarge,0", "a price of 0 means unknown (line 2)", 0)]
    [InlineData("us-east-1,p3.2xlarge,dear", "the price is no number (line 2)", 0)]
    [InlineData("us-east-1,p3.2xlarge,30600", "more than $10,000 an hour", 0)]
    [InlineData("us-east-1,,3.06", "no region or no instance type (line 2)", 0)]
    [InlineData("cn-north-1,p3.2xlarge,36.078", "a price in yuan: Amazon's regions in China do not bill in dollars", 0)]
    [InlineData("us-east-1,p99.huge,3.06", "not in the machine table (line 2)", 0)]
    public void A_wrong_row_is_refused_with_its_line(string row, string reason, int kept)
    {
        var report = Import("a.csv", "region,instance_type,ondemand_usd_hour\n" + row + "\n", "aws");
        Assert.Equal(kept, report.Kept);
        if (reason.Length > 0) Assert.Contains(report.Reasons(), each => each.Contains(reason, StringComparison.Ordinal));
        Assert.Equal("", report.Fault);
    }

    [Theory]
    [InlineData("region,instance_type,ondemand_usd_hour\nus-east-1,\"p3.2xlarge,3.06\n", "line 2: the record does not end; a quote is not closed, or the file is cut off")]
    [InlineData("[{\"id\":\"a\",\"provider_id\":\"x\",\"price_usd_hour\":1}", "line 1: the JSON is broken or cut off")]
    [InlineData("{\"spot_advisor\":[]}", "the list of regions is no object with a field for each")]
    [InlineData("{\"spot_advisor\":{\"us-east-1\":{\"Linux\":7}}}", "the list of machines of us-east-1 is no object with a field for each")]
    [InlineData("{\"TPU v4\":\"On Demand (USD)\"}", "TPU v4 is no object with a field for each")]
    [InlineData("[{\"base_performance\":1,\"instance_type\":\"p3.2xlarge\",\"pricing\":{\"us-east-1\":{\"linux\":7}}}]", "")]
    [InlineData("what is this", "it is no price file of a kind that haggle knows")]
    [InlineData("", "it is no price file of a kind that haggle knows")]
    public void A_file_that_cannot_be_read_says_where(string text, string fault) => Assert.Equal(fault, Import("a", text, "aws").Fault);

    [Fact]
    public void A_price_without_a_date_is_refused() =>
        Assert.Contains(Import("a.csv", "region,instance_type,ondemand_usd_hour\nus-east-1,p3.2xlarge,3.06\n", "aws", dated: false).Reasons(), reason => reason.Contains("nobody says when the price held", StringComparison.Ordinal));

    [Fact]
    public void The_id_of_a_curated_offer_comes_once()
    {
        const string Offer = "{\"id\":\"a\",\"provider_id\":\"x\",\"gpu_model\":\"T4\",\"vram_gb\":16,\"is_spot\":false,\"tier\":\"secure\",\"price_usd_hour\":0.5,\"collected_at\":\"2026-05-24\"}";
        var report = Import("a.json", $"[{Offer},{Offer}]", "");
        Assert.Equal((2, 1, 1), (report.Read, report.Kept, report.Refused));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ImportReport Import(string name, string text, string provider, bool dated = true)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return new PriceImport(new MarketBuilder()).Import(new PriceFile(path, "a list", dated ? new DateTimeOffset(2026, 7, 20, 0, 0, 0, TimeSpan.Zero) : null, provider));
    }

    private sealed class Trickle(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, chunk)]);
    }
}
