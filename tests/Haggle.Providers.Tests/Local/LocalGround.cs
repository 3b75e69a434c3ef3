using System.Collections.Immutable;
using Haggle.Conformance.Providers;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Providers.Local;
using Haggle.Machines;

namespace Haggle.Providers.Tests.Local;

/// <summary>The local provider in a folder of its own, with a shell script as the agent.</summary>
public sealed class LocalGround : ProviderGround
{
    public const string OfferKey = "aws/us-east-1/p3.2xlarge/spot";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static int _grounds;

    // Processes are found by their token on the whole host, so grounds that live at the same time must not share tokens.
    private readonly RunId _run = new(((long)Environment.ProcessId * 1000) + Interlocked.Increment(ref _grounds));

    public LocalGround(string agentScript = "exec tail -f /dev/null", LocalSettings? settings = null)
    {
        Folder = Directory.CreateTempSubdirectory("haggle-local-").FullName;
        var script = Path.Combine(Folder, "fake-agent");
        File.WriteAllText(script, agentScript + "\n");

        // Read by the shell, not executed: a file that was just written may still be busy in a child of another test.
        Agent = ["/bin/sh", script];
        Settings = settings ?? new LocalSettings { Name = "testhost", Rate = HourlyRate.FromUsd(0.25m) };
    }

    public string Folder { get; }

    public ImmutableArray<string> Agent { get; set; }

    public LocalSettings Settings { get; }

    public Func<LaunchToken, byte[]> AgentConfiguration { get; init; } = _ => "{}"u8.ToArray();

    public string Machines => Path.Combine(Folder, "machines");

    public Quote Pretended { get; } = new(
        new Offer
        {
            Key = new OfferKey(OfferKey),
            Provider = new ProviderName("aws"),
            Region = "us-east-1",
            InstanceType = "p3.2xlarge",
            Accelerator = "V100",
            AcceleratorCount = 1,
            Purchase = Purchase.Spot,
        },
        HourlyRate.FromUsd(1.4m),
        new Provenance("a test", DateTimeOffset.UnixEpoch));

    public LocalProvider OpenLocal() => new(Settings, Machines, Agent, key => key == OfferKey ? Pretended : null, TimeProvider.System);

    public override IProvider Open() => OpenLocal();

    public override LaunchRequest Request(OwnerId owner, int rank) => Request(owner, rank, OwnQuote(), rehearsal: null);

    public override LaunchRequest? RequestWithoutCapacity(OwnerId owner) => Rehearsed(owner, TimeSpan.Zero, TimeSpan.FromHours(1));

    public override LaunchRequest? RequestRefused(OwnerId owner)
    {
        var quote = OwnQuote();
        return Request(owner, 0, quote with { Offer = quote.Offer with { Key = new OfferKey("local/other/this-machine/owned") } }, rehearsal: null);
    }

    public LaunchRequest Rehearsed(OwnerId owner, params TimeSpan[] pattern)
    {
        var rehearsal = new Rehearsal
        {
            Offer = OfferKey,
            Start = TimeProvider.System.GetUtcNow(),
            Pattern = [.. pattern],
            Notice = TimeSpan.FromSeconds(3),
        };
        return Request(owner, 0, Pretended with { Offer = Pretended.Offer with { Provider = new ProviderName("local") } }, rehearsal);
    }

    public override bool? IsReallyThere(MachineId machine)
    {
        // An agent that is just being started has no environment to be seen for a moment: it is known by its id.
        var agent = new MachineFolder(Machines, machine.Value).Agent();
        return !MarkedProcesses.Scan(agent is { } known ? [KeyValuePair.Create(machine.Value, known)] : []).Of(machine.Value).IsEmpty;
    }

    public override Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(Pause, TimeProvider.System, cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Machines))
        {
            var provider = OpenLocal();
            foreach (var path in Directory.EnumerateDirectories(Machines))
                await provider.TerminateAsync(new MachineId(Path.GetFileName(path)), CancellationToken.None);
        }

        Directory.Delete(Folder, recursive: true);
        await base.DisposeAsync();
    }

    private LaunchRequest Request(OwnerId owner, int rank, Quote quote, Rehearsal? rehearsal) => new()
    {
        Token = LaunchToken.For(owner, _run, 1, rank),
        Owner = owner,
        Run = _run,
        Epoch = 1,
        Rank = rank,
        Quote = quote,
        AgentConfiguration = AgentConfiguration(LaunchToken.For(owner, _run, 1, rank)),
        Rehearsal = rehearsal,
    };

    private Quote OwnQuote() => OpenLocal().QuotesAsync(new QuoteScope(null), CancellationToken.None).ToBlockingEnumerable().Single();
}
