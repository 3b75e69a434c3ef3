using System.Text.Json;
using Haggle.Agent.Files;
using Haggle.Agent.Tests.Running;
using Haggle.Conformance.Agents;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Tasks;
using Haggle.Engine.Ports;
using Haggle.Server.Gateway;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Tests.Gateway;

/// <summary>A real agent in a process of its own, reached through the server's link; a bug may be planted between the two.</summary>
internal sealed class RealAgentGround : AgentGround
{
    private readonly string root = Directory.CreateTempSubdirectory("haggle-kit-").FullName;
    private readonly TestMachine machine;
    private readonly AgentLink link;

    public RealAgentGround(Func<IAgentLink, IAgentLink>? plant = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        Slot = new Slot
        {
            Epoch = 3,
            Rank = 0,
            Token = new LaunchToken("kit-" + Guid.NewGuid().ToString("n")[..12]),
            Quote = new Quote(
                new Offer { Key = new OfferKey("local/here/box/owned"), Provider = new ProviderName("local"), InstanceType = "box" },
                default,
                new Provenance("test", DateTimeOffset.UnixEpoch)),
            IntendedAt = DateTimeOffset.UnixEpoch,
            ReadyBy = DateTimeOffset.UnixEpoch,
            Machine = new MachineId("m1"),
            Address = "127.0.0.5",
        };
        var settings = new AgentLinkSettings
        {
            KeySeed = new byte[32],
            BundleFolder = root,
            CheckpointFolder = Path.Combine(root, "checkpoints"),
            SourceOf = (_, _) => Task.FromResult<RunSource?>(null),
        };
        link = new AgentLink([new TestDoor(() => machine!.OpenAsync())], settings, TimeProvider.System);
        machine = new TestMachine(token: Slot.Token.Value, configured: link.Configure(Slot, TimeSpan.FromMinutes(1)), environment: environment);
        Link = plant?.Invoke(link) ?? link;
    }

    public override IAgentLink Link { get; }

    public override Slot Slot { get; }

    /// <summary>Whether every program is started twice: a bug for the tests of the laws.</summary>
    public bool Twice { get; init; }

    /// <summary>The engine and the image of a container that the programs run in; null for none.</summary>
    public (string Engine, string Image)? Container { get; init; }

    public override TimeProvider Time => TimeProvider.System;

    public override LawDeeds Deeds
    {
        get
        {
            var lines = machine.Log.Split('\n');
            return new LawDeeds(lines.Count(line => line == "prepared"), lines.Count(line => line == "began"), lines.Contains("saved"));
        }
    }

    public override byte[] Written => File.ReadAllBytes(machine.In("task.log"));

    /// <summary>What the agent wrote for the person who asks why.</summary>
    public string AgentLog => File.Exists(machine.In("agent.log")) ? File.ReadAllText(machine.In("agent.log")) : "";

    public override void Take() =>
        MachineFolder.WriteWhole(machine.In("reclaim.json"), JsonSerializer.SerializeToUtf8Bytes(new ReclaimSchedule { At = Time.GetUtcNow() }, AgentJson.Default.ReclaimSchedule));

    protected override Job Job(LawProgram program)
    {
        var run = program.Lasts
            ? $"trap 'echo saved; exit {program.CodeWhenStopped}' TERM; echo began; while :; do sleep 0.05; done"
            : $"echo began; {(program.Prints ? "seq 1 300; " : "")}exit {program.ExitCode}";
        var job = new Job { Name = "law", Setup = "echo prepared", Run = Twice ? $"echo began; {run}" : run };
        return Container is not { } container ? job : job with
        {
            Wishes = [new ResourceWish { Images = [KeyValuePair.Create("", "docker:" + container.Image)] }],
            Container = new ContainerOptions { Engine = container.Engine },
        };
    }

    public override async Task<bool> HasEndedAsync(CancellationToken cancellationToken) => (await machine.GoneAsync()).Why == "lease";

    public override async ValueTask DisposeAsync()
    {
        await link.DisposeAsync();
        await machine.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }
}
