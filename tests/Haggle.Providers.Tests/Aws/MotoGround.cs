using Amazon.Runtime;
using Haggle.Conformance.Providers;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Providers.Aws;
using Haggle.Testbed.Aws;

namespace Haggle.Providers.Tests.Aws;

/// <summary>The AWS provider before moto, over real HTTP. moto has no capacity to run out of, and every type in every zone that AWS lists for it.</summary>
internal sealed class MotoGround(Moto moto, Purchase purchase) : ProviderGround
{
    public const string Region = "us-east-1";
    public const string Type = "g4dn.xlarge";

    // moto's one price of spot, and a list price that is not moto's.
    private static readonly HourlyRate Spot = HourlyRate.FromUsd(0.00001m);
    private static readonly HourlyRate Listed = HourlyRate.FromUsd(0.526m);

    private readonly List<AwsAccount> _accounts = [];

    public AwsSettings Settings { get; set; } = new()
    {
        Regions = [Region, "eu-west-1"],
        Endpoint = moto.Endpoint,

        // moto looks whether it is one; nobody has the private half.
        PublicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDqC8BbVt/enBdszmBR4ktkwRmvWkDPeB23su1o//3d/ someone",
        OwnAddress = "203.0.113.7/32",
    };

    public AwsAccount OpenAccount()
    {
        var account = new AwsAccount(Settings, _ => Task.FromResult(new ImmutableCredentials("AKIDEXAMPLE", "hush", null)), TimeProvider.System);
        lock (_accounts) _accounts.Add(account);
        return account;
    }

    public override IProvider Open() => new AwsProvider(OpenAccount(), () => [Quote(Region, "", Purchase.OnDemand), Quote("eu-west-1", "", Purchase.OnDemand)]);

    public override LaunchRequest Request(OwnerId owner, int rank) => Request(owner, rank, "us-east-1a");

    public override LaunchRequest? RequestRefused(OwnerId owner) => Request(owner, 0, "us-east-1z");

    public LaunchRequest Request(OwnerId owner, int rank, string zone) => new()
    {
        Token = LaunchToken.For(owner, new RunId(1), 1, rank),
        Owner = owner,
        Run = new RunId(1),
        Epoch = 1,
        Rank = rank,
        Quote = Quote(zone[..^1], zone, purchase),
        AgentConfiguration = "{\"key\":\"of the machine\"}"u8.ToArray(),
    };

    public override Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        foreach (var account in _accounts) account.Dispose();
        await base.DisposeAsync();
    }

    private static Quote Quote(string region, string zone, Purchase bought)
    {
        var isSpot = bought == Purchase.Spot;
        var place = zone.Length > 0 ? $"{region}:{zone}" : region;
        var offer = new Offer { Key = new OfferKey($"aws/{place}/{Type}/{(isSpot ? "spot" : "on-demand")}"), Provider = new ProviderName("aws"), Region = region, Zone = zone, InstanceType = Type, Accelerator = "T4", AcceleratorCount = 1, Vcpus = 4, Purchase = bought, Billing = BillingRule.PerSecondMinuteMinimum };
        return new Quote(offer, isSpot ? Spot : Listed, new Provenance("a test", DateTimeOffset.UnixEpoch));
    }
}
