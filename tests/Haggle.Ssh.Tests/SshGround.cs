using System.Collections.Immutable;
using System.Text.Json;
using Haggle.Conformance.Providers;
using Haggle.Core.Market;
using Haggle.Core.Pools;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Machines;
using Haggle.Providers.Hosts;
using Haggle.Providers.Ssh;
using Haggle.Wire.Agent;

namespace Haggle.Ssh.Tests;

/// <summary>The provider of SSH machines on two real sshd hosts, with the real agent, which is copied there.</summary>
public sealed class SshGround : ProviderGround
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static int _grounds;

    private readonly SshSettings _client;
    private readonly List<SshProvider> _opened = [];
    private readonly RunId _run = new(((long)Environment.ProcessId * 1000) + Interlocked.Increment(ref _grounds));

    public SshGround(SiteFixture fixture)
    {
        _client = fixture.Settings();
        Pool = [Entry("gpu1"), Entry("gpu2")];
    }

    /// <summary>The same on a computer of another site.</summary>
    public SshGround(SiteFixture fixture, Haggle.Testbed.SshSite site, string name)
    {
        _client = fixture.Settings() with { ConfigurationFile = site.Configuration };
        Pool = [Entry(name)];
    }

    /// <summary>How long a host may take to answer; long, for the computer that tests may be busy.</summary>
    public TimeSpan AnswerPatience { get; init; } = TimeSpan.FromMinutes(1);

    public ImmutableArray<PoolMachine> Pool { get; set; }

    public override int PausesMax => 3000;

    public static PoolMachine Entry(string name) => new() { Name = name, Host = name, Rate = HourlyRate.FromUsd(0.5m) };

    /// <summary>The agent as it is shipped; skips where it is not built.</summary>
    public static string AgentFile()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var built = Path.Combine(folder.FullName, ".build", "agent", "haggle-agent");
            if (File.Exists(built)) return built;
        }

        Assert.Skip("the agent is not built (./haggle --version builds it)");
        return "";
    }

    public SshProvider OpenSsh()
    {
        var provider = new SshProvider(new SshPoolSettings { Machines = () => Pool, Client = _client, AgentFile = AgentFile(), ListPatience = TimeSpan.FromMinutes(1), AnswerPatience = AnswerPatience }, TimeProvider.System);
        _opened.Add(provider);
        return provider;
    }

    public override IProvider Open() => OpenSsh();

    public override LaunchRequest Request(OwnerId owner, int rank) => Request(owner, rank, QuoteOf(rank % 2 == 0 ? "gpu1" : "gpu2"));

    public override LaunchRequest? RequestRefused(OwnerId owner)
    {
        var quote = QuoteOf("gpu1");
        return Request(owner, 0, quote with { Offer = quote.Offer with { Key = new OfferKey("ssh/gpu1/999-cpu/owned") } });
    }

    public LaunchRequest Request(OwnerId owner, int rank, Quote quote)
    {
        var token = LaunchToken.For(owner, _run, 1, rank);
        return new()
        {
            Token = token,
            Owner = owner,
            Run = _run,
            Epoch = 1,
            Rank = rank,
            Quote = quote,
            AgentConfiguration = JsonSerializer.SerializeToUtf8Bytes(
                new AgentConfiguration { Token = token.Value, Epoch = 1, Key = "a-key-of-a-test", FirstLeaseSeconds = 120 }, AgentJson.Default.AgentConfiguration),
        };
    }

    public override bool? IsReallyThere(MachineId machine)
    {
        var token = machine.Value[(machine.Value.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return !MarkedProcesses.Scan([]).Of(token).IsEmpty;
    }

    public override Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(Pause, TimeProvider.System, cancellationToken);

    public Quote QuoteOf(string host, string type = "1-cpu") =>
        OpenSsh().QuotesAsync(new QuoteScope(null), CancellationToken.None).ToBlockingEnumerable().First(quote => quote.Offer.Region == host && quote.Offer.InstanceType == type);

    public override async ValueTask DisposeAsync()
    {
        var provider = OpenSsh();
        foreach (var owner in (string[])["mine1234", "other567"])
            foreach (var fact in provider.MachinesAsync(new OwnerId(owner), CancellationToken.None).ToBlockingEnumerable())
                await provider.TerminateAsync(fact.Machine, CancellationToken.None);
        foreach (var opened in _opened) await opened.DisposeAsync();
        await base.DisposeAsync();
    }
}
