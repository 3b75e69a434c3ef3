using Haggle.Catalog.Store;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Tests;

public sealed class Catalogue_file : IDisposable
{
    private static readonly DateTimeOffset Day = new(2026, 7, 20, 0, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("haggle-catalogue").FullName;

    [Fact]
    public void The_newest_price_of_an_offer_holds_and_the_others_become_its_history()
    {
        var market = new MarketBuilder();
        market.Add(Row("1.5", Day.AddDays(-2)));
        market.Add(Row("1.7", Day));
        market.Add(Row("1.6", Day)); // the same source, the same day: the cheaper one
        using var file = MarketFile.Open("test", market.ToBytes(Day));
        Assert.Equal(1, market.Repeated);
        var block = Enumerable.Range(0, file.Blocks).Single();
        var today = MarketFile.Row(file.Rows(block, history: false), 0);
        Assert.Equal(1_600_000_000, today.HourlyNanoUsd);
        Assert.Equal(Day.AddDays(-2), today.FirstSeen);
        Assert.Equal(1_500_000_000, MarketFile.Row(file.Rows(block, history: true), 0).HourlyNanoUsd);
    }

    [Fact]
    public void Updates_at_the_same_price_keep_when_it_began_and_when_it_was_last_seen()
    {
        var bytes = Bytes(Row("1.5", Day));
        for (var day = 1; day <= 5; day++)
        {
            using var before = MarketFile.Open("test", bytes);
            var market = new MarketBuilder();
            market.Add(before);
            market.Add(Row(day == 5 ? "1.6" : "1.5", Day.AddDays(day)));
            bytes = market.ToBytes(Day.AddDays(day));
        }

        using var file = MarketFile.Open("test", bytes);
        var prices = Questions.OfferSearch.Show(file, "aws/us-east-1/p3.2xlarge/on-demand");
        Assert.Equal([(1_600_000_000, 5), (1_500_000_000, 0)], prices.Select(price => (price.HourlyNanoUsd, (price.AsOf - Day).Days)));
        Assert.All(prices, price => Assert.Equal((Day, Day.AddDays(5)), (price.FirstSeen, price.LastSeen)));
    }

    [Fact]
    public void The_order_of_import_does_not_matter_to_the_byte()
    {
        PricedRow[] rows = [Row("1.5", Day), Row("2", Day.AddDays(-1)), Row("3", Day) with { InstanceType = "b" }, Row("0.5", Day) with { Accelerator = null, InstanceType = "c" }];
        Assert.Equal(Bytes(rows), Bytes([.. rows.Reverse()]));
    }

    [Fact]
    public void What_goes_through_a_catalogue_comes_out_of_it()
    {
        var first = Bytes(Row("1.5", Day) with { Zone = "z1", Reliability = 0.9987, CudaTenths = 128, Interruption = InterruptionBand.Under10Percent, Available = false, Host = HostKind.PrivatePerson });
        using var file = MarketFile.Open("test", first);
        var again = new MarketBuilder();
        again.Add(file);
        Assert.Equal(first, again.ToBytes(Day));
        var row = MarketFile.Row(file.Rows(0, history: false), 0);
        Assert.Equal(0.9987, row.Reliability);
        Assert.Equal(128, row.CudaTenths);
        Assert.Equal(InterruptionBand.Under10Percent, row.Interruption);
        Assert.False(row.Available);
        Assert.Equal(HostKind.PrivatePerson, row.Host);
        Assert.Equal("aws/us-east-1:z1/p3.2xlarge/on-demand", file.Key(row));
        Assert.Equal(OfferKeys.Hash(file.Key(row)), row.Key);
    }

    [Fact]
    public void A_month_is_kept_exactly_and_shown_by_the_hour()
    {
        using var file = MarketFile.Open("test", Bytes(Row("1682.1512932", Day) with { Unit = PriceUnit.Month, Purchase = Purchase.ReservedOneYear }));
        var row = MarketFile.Row(file.Rows(0, history: false), 0);
        Assert.Equal(1_682_151_293_200, row.PriceNanoUsd);
        Assert.Equal(2_304_316_840, row.HourlyNanoUsd); // 1682.1512932 / 730
    }

    [Fact]
    public void Any_changed_byte_is_noticed()
    {
        var whole = Bytes(Row("1.5", Day), Row("2", Day.AddDays(-1)), Row("3", Day) with { InstanceType = "b" });
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x10;
            Assert.Throws<InvalidDataException>(() => { using var file = MarketFile.Open("test", damaged); file.Verify(); });
        }
    }

    [Fact]
    public void Any_cut_is_noticed()
    {
        var whole = Bytes(Row("1.5", Day));
        for (var length = 0; length < whole.Length; length++) Assert.Throws<InvalidDataException>(() => MarketFile.Open("test", whole[..length]).Dispose());
    }

    [Fact]
    public void A_catalogue_that_cannot_be_written_leaves_the_old_one_and_nothing_beside_it()
    {
        var path = Path.Combine(_folder, "market.catalogue");
        var whole = Bytes(Row("1.5", Day));
        MarketSwap.Replace(path, whole);
        File.WriteAllText(path + ".new-999999999", "left by a writer that was killed");
        Assert.Throws<InvalidDataException>(() => MarketSwap.Replace(path, [.. whole[..^1]]));
        Assert.Equal(whole, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_price_of_nothing_is_refused_but_for_what_is_free()
    {
        var market = new MarketBuilder();
        Assert.Throws<ArgumentException>(() => market.Add(Row("0", Day)));
        market.Add(Row("0", Day) with { Purchase = Purchase.FreeTier });
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Bytes(params PricedRow[] rows)
    {
        var market = new MarketBuilder();
        foreach (var row in rows) market.Add(row);
        return market.ToBytes(Day);
    }

    private static PricedRow Row(string usd, DateTimeOffset asOf) => new()
    {
        Provider = "aws",
        Region = "us-east-1",
        InstanceType = "p3.2xlarge",
        Accelerator = AcceleratorTable.Find("V100"),
        AcceleratorCount = 1,
        Vcpus = 8,
        Memory = Gib.FromGib(61),
        Purchase = Purchase.OnDemand,
        Price = Money.TryParse(usd, out var price) ? price : default,
        Source = "a list",
        AsOf = asOf,
    };
}
