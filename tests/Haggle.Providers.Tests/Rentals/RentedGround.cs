using Haggle.Conformance.Providers;
using Haggle.Core.Ledger;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Providers.Hosts;
using Haggle.Providers.Rentals;
using Haggle.Providers.Tests.Aws;

namespace Haggle.Providers.Tests.Rentals;

/// <summary>A rented cloud's provider before its fake, over real HTTP.</summary>
internal abstract class RentedGround(FakeCloudServer server, CloudTime time) : ProviderGround
{
    private readonly List<RentedCloud> _opened = [];

    public FakeCloudServer Server => server;

    public CloudTime Time => time;

    public string Secret { get; set; } = FakeCloudServer.Key;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("haggle-rented-").FullName;

    protected SshSettings Client => new() { Folder = Path.Combine(Folder, "ssh") };

    public RentedCloud OpenCloud(string book = "book")
    {
        var cloud = Make(Path.Combine(Folder, book));
        lock (_opened) _opened.Add(cloud);
        return cloud;
    }

    public override IProvider Open() => OpenCloud().Provider;

    public override Task PauseAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        time.Pass(TimeSpan.FromSeconds(5));
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var cloud in _opened) cloud.Dispose();
        await server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        await base.DisposeAsync();
    }

    public static async Task<List<MachineFact>> ListAsync(IProvider provider, OwnerId owner, CancellationToken cancellationToken)
    {
        var facts = new List<MachineFact>();
        await foreach (var fact in provider.MachinesAsync(owner, cancellationToken)) facts.Add(fact);
        return facts;
    }

    public static Money Owed(MachineFact fact, LaunchRequest request) =>
        Meter.Owed(new MeterReading { From = fact.BilledFrom, To = fact.BilledTo, Rates = fact.Rates }, request.Quote.Offer, DateTimeOffset.MaxValue);

    public static (string What, double Minutes, string Why) Told(LaunchOutcome outcome) => outcome switch
    {
        LaunchOutcome.NoCapacity none => ("next", none.CoolFor.TotalMinutes, none.Why),
        LaunchOutcome.Refused refused => ("stop", 0, refused.Why),
        LaunchOutcome.PriceMoved moved => ("price", 0, moved.Why),
        _ => (outcome.ToString(), -1, ""),
    };

    public static async Task<IEnumerable<string>> FindingsAsync(RentedCloud cloud, CancellationToken cancellationToken) =>
        (await cloud.ExamineAsync(cancellationToken)).Select(each => $"{each.State} {each.Name}: {each.Found}{(each.WhatToDo.Length > 0 ? " -> " + each.WhatToDo : "")}");

    protected abstract RentedCloud Make(string folder);
}
