using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Providers.Gcp;
using Haggle.Providers.Rentals;
using Haggle.Providers.Tests.Aws;
using Haggle.Providers.Tests.Rentals;

namespace Haggle.Providers.Tests.Gcp;

/// <summary>The Google Cloud provider before the fake cloud.</summary>
internal sealed class GcpGround : RentedGround
{
    public const decimal T4Hour = 0.73m;
    public const decimal T4Spot = 0.19m;

    private GcpGround(FakeGcp cloud, FakeCloudServer server, CloudTime time, Purchase purchase)
        : base(server, time)
    {
        (Cloud, Bought) = (cloud, purchase);
        Settings = new GcpSettings { Project = "the-project", Regions = ["us-central1", "europe-west4"], Endpoint = server.Endpoint, PublicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGtleQ someone", OwnAddress = "203.0.113.7/32" };
        server.Unauthorized = FakeGcp.Error(401, "authError").Answer;
    }

    public FakeGcp Cloud { get; }

    public Purchase Bought { get; }

    public GcpSettings Settings { get; set; }

    public static async Task<GcpGround> StartAsync(Purchase purchase = Purchase.OnDemand)
    {
        var time = new CloudTime();
        var cloud = new FakeGcp(time);
        return new GcpGround(cloud, await FakeCloudServer.StartAsync(cloud.Answer), time, purchase);
    }

    public override LaunchRequest Request(OwnerId owner, int rank) => Request(owner, rank, "us-central1-a", "n1-standard-8+nvidia-tesla-t4");

    public override LaunchRequest? RequestWithoutCapacity(OwnerId owner)
    {
        Cloud.Refusing["us-central1-b"] = (0, "ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS");
        return Request(owner, 0, "us-central1-b", "n1-standard-8+nvidia-tesla-t4");
    }

    public override LaunchRequest? RequestRefused(OwnerId owner)
    {
        Cloud.Refusing["us-central1-b"] = (403, "forbidden");
        return Request(owner, 0, "us-central1-b", "n1-standard-8+nvidia-tesla-t4");
    }

    public LaunchRequest Request(OwnerId owner, int rank, string zone, string type)
    {
        var list = Listed().Single(each => each.Offer.InstanceType == type && each.Offer.Purchase == Bought && zone.StartsWith(each.Offer.Region, StringComparison.Ordinal));
        var key = new OfferKey($"gcp/{list.Offer.Region}:{zone}/{type}/{(Bought == Purchase.Spot ? "spot" : "on-demand")}");
        return new LaunchRequest
        {
            Token = LaunchToken.For(owner, new RunId(1), 1, rank),
            Owner = owner,
            Run = new RunId(1),
            Epoch = 1,
            Rank = rank,
            Quote = list with { Offer = list.Offer with { Key = key, Zone = zone, Billing = BillingRule.PerSecondMinuteMinimum } },
            AgentConfiguration = "{\"key\":\"of the machine\"}"u8.ToArray(),
        };
    }

    public override bool? IsReallyThere(MachineId machine) => Cloud.Instances.Any(each => $"{each.Zone}/{each.Name}" == machine.Value && each.EndedAt is null);

    protected override RentedCloud Make(string folder) => GcpParts.Make(Settings, _ => Task.FromResult(Secret), Listed, folder, Client, "", "no-agent", Time);

    private static Quote[] Listed() =>
    [
        List("us-central1", "n1-standard-8+nvidia-tesla-t4", "T4", 1, Purchase.OnDemand, T4Hour),
        List("us-central1", "n1-standard-8+nvidia-tesla-t4", "T4", 1, Purchase.Spot, T4Spot),
        List("us-central1", "n1-standard-16+2xnvidia-tesla-t4", "T4", 2, Purchase.OnDemand, 1.46m),
        List("us-central1", "a2-highgpu-1g", "A100", 1, Purchase.OnDemand, 3.67m),
        List("us-central1", "a2-highgpu-1g", "A100", 1, Purchase.Spot, 1.1m),
        List("us-central1", "g2-standard-4", "L4", 1, Purchase.OnDemand, 0.7m),
        List("europe-west4", "g2-standard-4", "L4", 1, Purchase.OnDemand, 0.78m),
    ];

    private static Quote List(string region, string type, string card, int count, Purchase purchase, decimal usd) => new(
        new Offer { Key = new OfferKey($"gcp/{region}/{type}/{purchase}"), Provider = new ProviderName("gcp"), Region = region, InstanceType = type, Accelerator = card, AcceleratorCount = count, Purchase = purchase },
        HourlyRate.FromUsd(usd), new Provenance("the price list", DateTimeOffset.UnixEpoch));
}
