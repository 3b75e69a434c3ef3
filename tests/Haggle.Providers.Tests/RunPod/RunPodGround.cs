using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Providers.Rentals;
using Haggle.Providers.RunPod;
using Haggle.Providers.Tests.Aws;
using Haggle.Providers.Tests.Rentals;

namespace Haggle.Providers.Tests.RunPod;

/// <summary>The RunPod provider before the fake cloud.</summary>
internal sealed class RunPodGround : RentedGround
{
    private RunPodGround(FakeRunPod cloud, FakeCloudServer server, CloudTime time, Purchase purchase)
        : base(server, time)
    {
        (Cloud, Bought) = (cloud, purchase);
        Settings = new RunPodSettings { Endpoint = server.Endpoint, PublicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGtleQ someone" };
        server.Unauthorized = FakeRunPod.Problem(401).Answer;
    }

    public FakeRunPod Cloud { get; }

    public Purchase Bought { get; }

    public RunPodSettings Settings { get; set; }

    public static async Task<RunPodGround> StartAsync(Purchase purchase = Purchase.OnDemand)
    {
        var time = new CloudTime();
        var cloud = new FakeRunPod(time);
        return new RunPodGround(cloud, await FakeCloudServer.StartAsync(cloud.Answer), time, purchase);
    }

    public override LaunchRequest Request(OwnerId owner, int rank) => Request(owner, rank, 0, 1);

    public override LaunchRequest? RequestWithoutCapacity(OwnerId owner)
    {
        Cloud.Out.Add(Cloud.Cards[1].Id);
        return Request(owner, 0, 1, 1);
    }

    public override LaunchRequest? RequestRefused(OwnerId owner)
    {
        Cloud.Refusing[Cloud.Cards[1].Id] = (422, "BAD_USER_INPUT");
        return Request(owner, 0, 1, 1);
    }

    public LaunchRequest Request(OwnerId owner, int rank, int card, int count)
    {
        var (isBid, kind) = (Bought == Purchase.Bid, Cloud.Cards[card]);
        var type = $"{count}x-{kind.Name.Replace(' ', '-')}-secure";
        var usd = ((isBid ? Math.Ceiling(kind.MinBid * 1.1m * 1000) / 1000 : kind.Secure) * count) + Math.Round(0.1m * 40 / 30 / 24, 6);
        var offer = new Offer { Key = new OfferKey($"runpod/any/{type}/{(isBid ? "bid" : "on-demand")}"), Provider = new ProviderName("runpod"), InstanceType = type, AcceleratorCount = count, Purchase = Bought };
        return new LaunchRequest
        {
            Token = LaunchToken.For(owner, new RunId(1), 1, rank),
            Owner = owner,
            Run = new RunId(1),
            Epoch = 1,
            Rank = rank,
            Quote = new Quote(offer, HourlyRate.FromUsd(usd), new Provenance("a test", Time.GetUtcNow())),
            AgentConfiguration = "{\"key\":\"of the machine\"}"u8.ToArray(),
        };
    }

    public override bool? IsReallyThere(MachineId machine) => Cloud.Pods.Any(each => each.Id == machine.Value && each.EndedAt is null);

    protected override RentedCloud Make(string folder) => RunPodParts.Make(Settings, _ => Task.FromResult(Secret), folder, Client, "", "no-agent", Time);
}
