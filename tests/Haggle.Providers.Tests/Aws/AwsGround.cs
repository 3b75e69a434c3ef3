using Amazon.Runtime;
using Haggle.Conformance.Providers;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Providers.Aws;
using Haggle.Testbed.Aws;

namespace Haggle.Providers.Tests.Aws;

/// <summary>The AWS provider before the fake cloud, over real HTTP.</summary>
internal sealed class AwsGround : ProviderGround
{
    private readonly List<AwsAccount> _accounts = [];
    private readonly List<Quote> _listed;

    private AwsGround(FakeEc2Server server, CloudTime time, Purchase purchase)
    {
        (Server, Time, Bought) = (server, time, purchase);
        _listed = [.. from zone in server.Cloud.Zones from type in zone.Value select (Region: zone.Key[..^1], Type: type) into place group place by place into one select Listed(one.Key.Region, one.Key.Type)];
    }

    public FakeEc2Server Server { get; }

    public FakeEc2 Cloud => Server.Cloud;

    public CloudTime Time { get; }

    public Purchase Bought { get; }

    public AwsSettings Settings { get; set; } = null!;

    public static async Task<AwsGround> StartAsync(Purchase purchase = Purchase.OnDemand)
    {
        var time = new CloudTime();
        var server = await FakeEc2Server.StartAsync(time);
        server.Cloud.Price("us-east-1a", "p3.2xlarge", 0.918m);
        server.Cloud.Price("us-east-1b", "p3.2xlarge", 1.1016m);
        server.Cloud.Price("eu-west-1a", "g4dn.xlarge", 0.21m);
        return new AwsGround(server, time, purchase)
        {
            Settings = new AwsSettings { Regions = ["us-east-1", "eu-west-1"], Endpoint = server.Endpoint, PublicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGtleQ someone", OwnAddress = "203.0.113.7/32" },
        };
    }

    public AwsProvider OpenAws() => new(OpenAccount(), () => _listed);

    public AwsAccount OpenAccount(TimeProvider? time = null)
    {
        var account = new AwsAccount(Settings, _ => Task.FromResult(new ImmutableCredentials("AKIDEXAMPLE", "hush", null)), time ?? Time);
        lock (_accounts) _accounts.Add(account);
        return account;
    }

    public override IProvider Open() => OpenAws();

    public override LaunchRequest Request(OwnerId owner, int rank) => Request(owner, rank, "us-east-1", "us-east-1a", "p3.2xlarge");

    public override LaunchRequest? RequestWithoutCapacity(OwnerId owner)
    {
        Cloud.Refusing[("us-east-1b", "p3.2xlarge")] = "InsufficientInstanceCapacity";
        return Request(owner, 0, "us-east-1", "us-east-1b", "p3.2xlarge");
    }

    public override LaunchRequest? RequestRefused(OwnerId owner) => Request(owner, 0, "us-east-1", "us-east-1b", "p3.8xlarge");

    public LaunchRequest Request(OwnerId owner, int rank, string region, string zone, string type, Purchase? purchase = null, int epoch = 1)
    {
        var bought = purchase ?? Bought;
        var isSpot = bought == Purchase.Spot;
        var list = Listed(region, type);
        var offer = list.Offer with { Key = new OfferKey($"aws/{region}:{zone}/{type}/{(isSpot ? "spot" : "on-demand")}"), Zone = zone, Purchase = bought, Billing = BillingRule.PerSecondMinuteMinimum };
        return new LaunchRequest
        {
            Token = LaunchToken.For(owner, new RunId(1), epoch, rank),
            Owner = owner,
            Run = new RunId(1),
            Epoch = epoch,
            Rank = rank,
            Quote = new Quote(offer, isSpot ? HourlyRate.FromUsd(Cloud.SpotAt(zone, type, Cloud.Now) ?? 1) : list.Rate, new Provenance("a test", Time.GetUtcNow())),
            AgentConfiguration = "{\"key\":\"of the machine\"}"u8.ToArray(),
        };
    }

    public override bool? IsReallyThere(MachineId machine) => Cloud.Instances.Any(each => machine.Value.EndsWith(each.Id, StringComparison.Ordinal) && each.StateAt(Cloud.Now).Code < 48);

    public override Task PauseAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Time.Pass(TimeSpan.FromSeconds(5));
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var account in _accounts) account.Dispose();
        await Server.DisposeAsync();
        await base.DisposeAsync();
    }

    private Quote Listed(string region, string type) => new(
        new Offer { Key = new OfferKey($"aws/{region}/{type}/on-demand"), Provider = new ProviderName("aws"), Region = region, InstanceType = type, Accelerator = type[0] == 'g' ? "T4" : "V100", AcceleratorCount = type == "p3.8xlarge" ? 4 : 1, Vcpus = FakeEc2.Vcpus[type], Purchase = Purchase.OnDemand },
        HourlyRate.FromUsd(Cloud.OnDemand[type]), new Provenance("the price list", DateTimeOffset.UnixEpoch));
}
