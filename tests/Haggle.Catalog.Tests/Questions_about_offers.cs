using Haggle.Catalog.Questions;
using Haggle.Catalog.Store;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Tests;

public sealed class Questions_about_offers
{
    private static readonly DateTimeOffset Now = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly PricedRow[] Offers =
    [
        Row("aws", "us-east-1", "p3.2xlarge", "V100", 1, "3.06"),
        Row("aws", "us-east-1", "p3.2xlarge", "V100", 1, "0.92") with { Purchase = Purchase.Spot, Interruption = InterruptionBand.Under10Percent },
        Row("aws", "eu-central-1", "p4d.24xlarge", "A100", 8, "21.96") with { Vcpus = 96, Memory = Gib.FromGib(1152) },
        Row("gcp", "europe-west4", "a2-ultragpu-1g", "A100-80GB", 1, "5.06") with { Vcpus = 12, Memory = Gib.FromGib(170) },
        Row("gcp", "us-central1", "n1+t4", "T4", 1, "0.54") with { Vcpus = 4, Memory = Gib.FromGib(15) },
        Row("vast", "Quebec, CA, NA", "4090", "RTX4090", 2, "0.7") with { Host = HostKind.PrivatePerson, Reliability = 0.991, CudaTenths = 128, Vcpus = 32, Memory = Gib.FromGib(128) },
        Row("vast", "Bulgaria, BG, EU", "3090", "RTX3090", 1, "0.2") with { Purchase = Purchase.Bid, Host = HostKind.PrivatePerson, Reliability = 0.95, CudaTenths = 118, AsOf = Now.AddDays(-90) },
        Row("aws", "us-east-1", "p3.2xlarge", "V100", 1, "1.9") with { Purchase = Purchase.ReservedOneYear, Payment = ReservedPayment.AllUpfront },
        Row("kaggle", "", "t4x2", "T4", 2, "0") with { Purchase = Purchase.FreeTier },
        Row("sagemaker", "us-east-1", "ml.p3.2xlarge", "V100", 1, "3.825") with { Purchase = Purchase.Managed },
        Row("crestle", "", "k80", "K80", 1, "0.5") with { IsClosed = true },
    ];

    // What is asked, and the machines that are answered, in order. Without a way to buy: what can be had for an hour.
    [Theory]
    [InlineData("", "3090 n1+t4 4090 p3.2xlarge p3.2xlarge a2-ultragpu-1g p4d.24xlarge")]
    [InlineData("spot", "3090 p3.2xlarge")]
    [InlineData("on_demand", "n1+t4 4090 p3.2xlarge a2-ultragpu-1g p4d.24xlarge")]
    [InlineData("reserved", "p3.2xlarge")]
    [InlineData("managed", "ml.p3.2xlarge ml.p4d.24xlarge")] // the second is estimated: no price of the product is known
    [InlineData("free", "t4x2")]
    [InlineData("free=true managed=true", "t4x2 ml.p3.2xlarge ml.p4d.24xlarge")]
    [InlineData("gpu=V100 on_demand", "p3.2xlarge")]
    [InlineData("gpu=A100", "a2-ultragpu-1g p4d.24xlarge")]
    [InlineData("gpu=A100:8", "p4d.24xlarge")]
    [InlineData("gpu=A100-80GB gpu=T4", "n1+t4 a2-ultragpu-1g")]
    [InlineData("gpu_memory=40GB+", "a2-ultragpu-1g p4d.24xlarge")]
    [InlineData("gpu_memory=80", "a2-ultragpu-1g")]
    [InlineData("total_memory=48", "4090 a2-ultragpu-1g p4d.24xlarge")]
    [InlineData("max_price=0.70", "3090 n1+t4 4090")]
    [InlineData("provider=gcp", "n1+t4 a2-ultragpu-1g")]
    [InlineData("provider=GCP provider=vast", "3090 n1+t4 4090 a2-ultragpu-1g")]
    [InlineData("region=us-", "n1+t4 p3.2xlarge p3.2xlarge")]
    [InlineData("region=europe", "3090 a2-ultragpu-1g p4d.24xlarge")] // the name has it, or the country is there
    [InlineData("country=DE", "p4d.24xlarge")]
    [InlineData("country=EU", "3090 a2-ultragpu-1g p4d.24xlarge")]
    [InlineData("country=canada country=bulgaria", "3090 4090")]
    [InlineData("interruption=10 spot", "p3.2xlarge")] // nobody says how often the other one is
    [InlineData("interruption=5 spot", "")]
    [InlineData("reliability=99%", "4090")]
    [InlineData("secure", "n1+t4 p3.2xlarge p3.2xlarge a2-ultragpu-1g p4d.24xlarge")]
    [InlineData("cuda=12.4", "n1+t4 4090 p3.2xlarge p3.2xlarge a2-ultragpu-1g p4d.24xlarge")] // clouds do not say: their drivers are the renter's
    [InlineData("vcpus=16", "4090 p4d.24xlarge")]
    [InlineData("memory=160GiB", "a2-ultragpu-1g p4d.24xlarge")]
    [InlineData("max_age=30d", "n1+t4 4090 p3.2xlarge p3.2xlarge a2-ultragpu-1g p4d.24xlarge")]
    [InlineData("limit=2", "3090 n1+t4")]
    [InlineData("sort=gpu", "3090 4090 n1+t4 p3.2xlarge p4d.24xlarge p3.2xlarge a2-ultragpu-1g")]
    [InlineData("sort=fp32", "4090 3090 p3.2xlarge n1+t4 p4d.24xlarge p3.2xlarge a2-ultragpu-1g")]
    [InlineData("sort=tensor", "4090 3090 p3.2xlarge n1+t4 p4d.24xlarge a2-ultragpu-1g p3.2xlarge")]
    [InlineData("sort=gb", "3090 4090 n1+t4 p3.2xlarge a2-ultragpu-1g p4d.24xlarge p3.2xlarge")]
    [InlineData("sort=bandwidth", "3090 4090 p3.2xlarge n1+t4 p4d.24xlarge a2-ultragpu-1g p3.2xlarge")]
    public void Each_filter_and_order_answers_what_it_says(string asked, string machines)
    {
        var answer = Ask("all " + asked);
        Assert.Equal(machines, string.Join(' ', answer.Offers.Select(offer => offer.InstanceType)));
        Assert.Equal(answer.Looked, answer.Fitting + answer.Removed.Sum(removed => removed.Count));
    }

    [Fact]
    public void One_line_for_the_best_of_each_provider_unless_all_are_asked_for() =>
        Assert.Equal("3090 n1+t4 p3.2xlarge", string.Join(' ', Ask("").Offers.Select(offer => offer.InstanceType)));

    [Fact]
    public void No_result_tells_which_filter_removed_how_many()
    {
        var answer = Ask("gpu=V100 spot country=DE");
        Assert.Empty(answer.Offers);
        Assert.Equal(["3 are bought in another way", "1 are not in DE, or nobody says where they are"], answer.Removed.Select(removed => $"{removed.Count} {removed.Why}"));
    }

    [Fact]
    public void Every_filter_tells_why()
    {
        (string Asked, string Why)[] filters =
        [
            ("gpu=T4:7", "have another number of accelerators"), ("free", "are bought in another way"), ("provider=nobody", "are not at nobody"), ("region=nowhere", "are not in nowhere"),
            ("country=JP", "are not in JP, or nobody says where they are"), ("gpu_memory=500", "have accelerators under 500 GB"), ("total_memory=9000", "have under 9000 GB of accelerator memory in all"),
            ("vcpus=999", "have under 999 vCPUs, or nobody says how many"), ("memory=9999", "have under 9999 GiB of memory, or nobody says how much"), ("secure", "are not in a data centre, or nobody says so"),
            ("interruption=5", "are taken back more often, or nobody says how often"), ("reliability=0.999", "are less reliable, or nobody says how reliable"), ("cuda=13", "have a driver that is too old"),
            ("max_age=1m", "have prices that are too old"), ("max_price=0.1", "cost more than $0.10/h"),
        ];
        foreach (var (asked, why) in filters) Assert.Contains(why, Ask(asked).Removed.Select(removed => removed.Why));
    }

    [Theory]
    [InlineData("max_price=-1", "max_price", "'-1' is not dollars an hour, for example 2.50")]
    [InlineData("gpu_memory=NaN", "gpu_memory", "'NaN' is not a number")]
    [InlineData("vcpus=0", "vcpus", "'0' is not a number")]
    [InlineData("limit=0", "limit", "'0' is not a number of offers")]
    [InlineData("sort=beauty", "sort", "'beauty' is none of price, gpu, fp32, tensor, gb, bandwidth")]
    [InlineData("country=Narnia", "country", "'Narnia' is no country that any offer is in")]
    [InlineData("max_age=old", "max_age", "'old' is not a time, for example 30d")]
    [InlineData("spot=perhaps", "spot", "'perhaps' is not true or false")]
    [InlineData("gpu=H100:-8", "", "'-8' is no number of accelerators")]
    public void What_makes_no_sense_is_named(string asked, string field, string message)
    {
        var problem = Assert.Throws<QuestionException>(() => Ask(asked));
        Assert.Equal((field, message), (problem.Field, problem.Message));
    }

    private static OfferAnswer Ask(string asked)
    {
        var fields = asked.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split('=', 2)).ToLookup(pair => pair[0], pair => pair.Length > 1 ? pair[1] : "true");
        var market = new MarketBuilder();
        foreach (var row in Offers) market.Add(row);
        using var file = MarketFile.Open("test", market.ToBytes(Now));
        return OfferSearch.Ask(file, new QuestionWords(field => [.. fields[field]]).Read(), Now);
    }

    private static PricedRow Row(string provider, string region, string type, string accelerator, double count, string usd) => new()
    {
        Provider = provider,
        Region = region,
        InstanceType = type,
        Accelerator = AcceleratorTable.Find(accelerator),
        AcceleratorCount = count,
        Vcpus = 8,
        Memory = Gib.FromGib(61),
        Purchase = Purchase.OnDemand,
        Price = Money.TryParse(usd, out var price) ? price : default,
        Host = HostKind.DataCentre,
        Source = "a list",
        AsOf = Now.AddDays(-10),
    };
}
