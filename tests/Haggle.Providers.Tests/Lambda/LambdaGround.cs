using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Providers.Lambda;
using Haggle.Providers.Rentals;
using Haggle.Providers.Tests.Aws;
using Haggle.Providers.Tests.Rentals;

namespace Haggle.Providers.Tests.Lambda;

/// <summary>The Lambda provider before the fake cloud.</summary>
internal sealed class LambdaGround : RentedGround
{
    private LambdaGround(FakeLambda cloud, FakeCloudServer server, CloudTime time)
        : base(server, time)
    {
        Cloud = cloud;
        Settings = new LambdaSettings { Endpoint = server.Endpoint, PublicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGtleQ someone" };
        server.Unauthorized = FakeLambda.Error(401, "global/invalid-api-key").Answer;
    }

    public FakeLambda Cloud { get; }

    public LambdaSettings Settings { get; set; }

    public static async Task<LambdaGround> StartAsync()
    {
        var time = new CloudTime();
        var cloud = new FakeLambda(time);
        return new LambdaGround(cloud, await FakeCloudServer.StartAsync(cloud.Answer), time);
    }

    public override LaunchRequest Request(OwnerId owner, int rank) => Request(owner, rank, "us-east-1", "gpu_1x_a10");

    public override LaunchRequest? RequestWithoutCapacity(OwnerId owner)
    {
        Cloud.Refusing["us-west-1"] = (400, "instance-operations/launch/insufficient-capacity");
        return Request(owner, 0, "us-west-1", "gpu_1x_a10");
    }

    public override LaunchRequest? RequestRefused(OwnerId owner)
    {
        Cloud.Refusing["us-west-1"] = (400, "global/invalid-parameters");
        return Request(owner, 0, "us-west-1", "gpu_1x_a10");
    }

    public LaunchRequest Request(OwnerId owner, int rank, string region, string type) => new()
    {
        Token = LaunchToken.For(owner, new RunId(1), 1, rank),
        Owner = owner,
        Run = new RunId(1),
        Epoch = 1,
        Rank = rank,
        Quote = new Quote(
            new Offer { Key = new OfferKey($"lambda/{region}/{type}/on-demand"), Provider = new ProviderName("lambda"), Region = region, InstanceType = type, AcceleratorCount = Cloud.Types[type].Gpus, Purchase = Purchase.OnDemand, Billing = BillingRule.PerMinute },
            HourlyRate.FromUsd(Cloud.Types[type].Cents / 100m), new Provenance("a test", Time.GetUtcNow())),
        AgentConfiguration = "{\"key\":\"of the machine\"}"u8.ToArray(),
    };

    public override bool? IsReallyThere(MachineId machine) => Cloud.Machines.Any(each => each.Id == machine.Value && each.EndedAt is null);

    protected override RentedCloud Make(string folder) => LambdaParts.Make(Settings, _ => Task.FromResult(Secret), folder, Client, "", "no-agent", Time);
}
