using Haggle.Conformance.Providers;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Providers.Hosts;
using Haggle.Providers.Rentals;
using Haggle.Providers.Tests.Aws;
using Haggle.Providers.Tests.Rentals;
using Haggle.Providers.Vast;

namespace Haggle.Providers.Tests.Vast;

/// <summary>The vast.ai provider before the fake market, over real HTTP.</summary>
internal sealed class VastGround : ProviderGround
{
    private readonly List<RentedCloud> _opened = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("haggle-vast-").FullName;

    private VastGround(FakeVast market, FakeCloudServer server, CloudTime time, Purchase purchase)
    {
        (Market, Server, Time, Bought) = (market, server, time, purchase);
        Settings = new VastSettings { Endpoint = server.Endpoint, PublicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGtleQ someone" };
    }

    public FakeVast Market { get; }

    public FakeCloudServer Server { get; }

    public CloudTime Time { get; }

    public Purchase Bought { get; }

    public VastSettings Settings { get; set; }

    public string Secret { get; set; } = FakeCloudServer.Key;

    public string AgentFile { get; set; } = "no-agent";

    public SshSettings Client { get; set; } = new() { Folder = Path.Combine(Path.GetTempPath(), "haggle-vast-unused") };

    public static async Task<VastGround> StartAsync(Purchase purchase = Purchase.OnDemand)
    {
        var time = new CloudTime();
        var market = new FakeVast(time);
        return new VastGround(market, await FakeCloudServer.StartAsync(market.Answer), time, purchase);
    }

    public RentedCloud OpenCloud(string book = "book", TimeProvider? time = null)
    {
        var cloud = VastParts.Make(Settings, _ => Task.FromResult(Secret), Path.Combine(_folder, book), Client, "", AgentFile, time ?? Time);
        lock (_opened) _opened.Add(cloud);
        return cloud;
    }

    public override IProvider Open() => OpenCloud().Provider;

    public override LaunchRequest Request(OwnerId owner, int rank) => Request(owner, rank, Market.Hosts[0]);

    public override LaunchRequest? RequestWithoutCapacity(OwnerId owner)
    {
        Market.Hosts[1].Refuses = (410, "no_such_ask");
        return Request(owner, 0, Market.Hosts[1]);
    }

    public override LaunchRequest? RequestRefused(OwnerId owner)
    {
        Market.Hosts[2].Refuses = (400, "invalid_args");
        return Request(owner, 0, Market.Hosts[2]);
    }

    public LaunchRequest Request(OwnerId owner, int rank, FakeHost host)
    {
        var isBid = Bought == Purchase.Bid;
        var type = $"{host.Count}x-{host.Gpu.Replace(' ', '_')}-m{host.Machine}";
        var usd = (isBid ? Math.Ceiling(host.MinBid * 1.1m * 1000) / 1000 : host.DphBase) + (host.StorageCost * 35 / 30 / 24);
        var offer = new Offer { Key = new OfferKey($"vast/{host.Place}/{type}/{(isBid ? "bid" : "on-demand")}"), Provider = new ProviderName("vast"), Region = host.Place, InstanceType = type, Accelerator = "RTX4090", AcceleratorCount = host.Count, Purchase = Bought };
        return new LaunchRequest
        {
            Token = LaunchToken.For(owner, new RunId(1), 1, rank),
            Owner = owner,
            Run = new RunId(1),
            Epoch = 1,
            Rank = rank,
            Quote = new Quote(offer, HourlyRate.FromUsd(Math.Round(usd, 6)), new Provenance("a test", Time.GetUtcNow())),
            AgentConfiguration = "{\"key\":\"of the machine\"}"u8.ToArray(),
        };
    }

    public override bool? IsReallyThere(MachineId machine) => Market.Contracts.Any(each => $"{each.Id}" == machine.Value && each.DestroyedAt is null);

    public override Task PauseAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Time.Pass(TimeSpan.FromSeconds(5));
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var cloud in _opened) cloud.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        await base.DisposeAsync();
    }
}
