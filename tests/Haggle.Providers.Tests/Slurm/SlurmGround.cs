using System.Collections.Immutable;
using System.Text.Json;
using Haggle.Conformance.Providers;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Providers.Hosts;
using Haggle.Machines;
using Haggle.Providers.Slurm;
using Haggle.Testbed.Slurm;
using Haggle.Wire.Agent;

namespace Haggle.Providers.Tests.Slurm;

/// <summary>The Slurm provider on a real cluster, with a folder of its own and a shell script as the agent.</summary>
public sealed class SlurmGround : ProviderGround
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static int _grounds;

    private readonly SlurmBed _bed;
    private readonly RunId _run = new(((long)Environment.ProcessId * 1000) + Interlocked.Increment(ref _grounds));

    public SlurmGround(SlurmBed bed, string agentScript = "exec tail -f /dev/null")
    {
        _bed = bed;
        Folder = Path.Combine(bed.Shared, "g" + _run.Value);
        Directory.CreateDirectory(Folder);
        Agent = Path.Combine(Folder, "fake-agent");
        File.WriteAllText(Agent, $"#!/bin/sh\n{agentScript}\n");
        File.SetUnixFileMode(Agent, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public string Folder { get; }

    /// <summary>The agent's program on the nodes.</summary>
    public string Agent { get; set; }

    public string Partition { get; set; } = "high";

    /// <summary>The part of a node that is asked for: GPUs of it, or none.</summary>
    public int Gpus { get; set; } = 1;

    public SlurmRestAddress? Rest { get; set; }

    /// <summary>The login node that everything goes through; null for this computer.</summary>
    public LoginNode? Login { get; init; }

    public override int PausesMax => 900;

    public SlurmCluster Cluster => new()
    {
        Name = "tb",
        Shared = Folder,
        Agent = Agent,
        Conf = _bed.Conf,
        Login = Login is null ? "local" : LoginNode.Name,
        Rest = Rest,
        Partitions =
        [
            new SlurmPartition { Name = "high", GpuHour = HourlyRate.FromUsd(2m), CpuHour = HourlyRate.FromUsd(0.01m) },
            new SlurmPartition { Name = "low", GpuHour = HourlyRate.FromUsd(0.5m) },
            new SlurmPartition { Name = "now", GpuHour = HourlyRate.FromUsd(0.25m) },
            new SlurmPartition { Name = "short", NodeHour = HourlyRate.FromUsd(1m) },
        ],
    };

    // A connection that nobody uses any more ends with the test.
    private SshSettings Client => new() { Folder = Path.Combine(Folder, "ssh"), ConfigurationFile = Login?.Configuration ?? "", Persist = TimeSpan.FromSeconds(5) };

    public SlurmProvider OpenSlurm() => new(new SlurmSettings { Clusters = [Cluster] }, Client, "", TimeProvider.System);

    public override IProvider Open() => OpenSlurm();

    public override LaunchRequest Request(OwnerId owner, int rank) => new()
    {
        Token = LaunchToken.For(owner, _run, 1, rank),
        Owner = owner,
        Run = _run,
        Epoch = 1,
        Rank = rank,
        Quote = Quote(Partition),
        AgentConfiguration = Configuration(LaunchToken.For(owner, _run, 1, rank)),
    };

    public override LaunchRequest? RequestRefused(OwnerId owner)
    {
        var request = Request(owner, 0);
        return request with { Quote = request.Quote with { Offer = request.Quote.Offer with { Key = new OfferKey("slurm/tb:none/1cpu/owned") } } };
    }

    /// <summary>The offer of the wanted part of a partition's nodes.</summary>
    public Quote Quote(string partition) => OpenSlurm().QuotesAsync(Scope, CancellationToken.None).ToBlockingEnumerable()
        .First(quote => quote.Offer.Zone == partition && quote.Offer.AcceleratorCount.Equals(Gpus));

    public override bool? IsReallyThere(MachineId machine) => !MarkedProcesses.Scan([]).Of(TokenOf(machine)).IsEmpty;

    public string HomeOf(MachineId machine) => Path.Combine(Folder, "machines", TokenOf(machine));

    public override Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(Pause, TimeProvider.System, cancellationToken);

    public async Task<ImmutableArray<MachineFact>> ListAsync(OwnerId owner) => [.. (await OpenSlurm().MachinesAsync(owner, CancellationToken.None).ToArrayAsync(CancellationToken.None))];

    /// <summary>Waits until a machine is as wanted.</summary>
    public async Task<MachineFact> UntilAsync(OwnerId owner, MachineId machine, string what, Func<MachineFact, bool> isSo)
    {
        MachineFact? last = null;
        for (var i = 0; i < PausesMax; i++)
        {
            last = (await ListAsync(owner)).FirstOrDefault(fact => fact.Machine == machine);
            if (last is not null && isSo(last)) return last;
            await PauseAsync(TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException($"{machine} is never {what}: {last}\n{_bed.Logs()}");
    }

    /// <summary>Launches a machine and waits until it runs.</summary>
    public async Task<MachineId> RunningAsync(OwnerId owner)
    {
        var machine = Assert.IsType<LaunchOutcome.Launched>(await Open().LaunchAsync(Request(owner, 0), TestContext.Current.CancellationToken)).Machine;
        await UntilAsync(owner, machine, "running", fact => fact.Status == MachineStatus.Running);
        return machine;
    }

    /// <summary>Whether two facts say the same.</summary>
    public static bool AreEqual(MachineFact left, MachineFact right) => left with { Rates = [] } == right with { Rates = [] } && left.Rates.SequenceEqual(right.Rates);

    public override async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Path.Combine(Folder, "machines")))
        {
            var provider = OpenSlurm();
            foreach (var path in Directory.EnumerateDirectories(Path.Combine(Folder, "machines")))
                await provider.TerminateAsync(new MachineId("tb:" + Path.GetFileName(path)), CancellationToken.None);
        }

        await base.DisposeAsync();
    }

    private static string TokenOf(MachineId machine) => machine.Value[(machine.Value.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static byte[] Configuration(LaunchToken token) => JsonSerializer.SerializeToUtf8Bytes(
        new AgentConfiguration { Token = token.Value, Epoch = 1, Key = "a-key-of-a-test", FirstLeaseSeconds = 120 }, AgentJson.Default.AgentConfiguration);
}
