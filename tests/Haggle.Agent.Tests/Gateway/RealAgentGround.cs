using Haggle.Agent.Tests.Running;
using Haggle.Conformance.Agents;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Server.Gateway;

namespace Haggle.Agent.Tests.Gateway;

/// <summary>A real agent in a process of its own, reached through the server's link; a bug may be planted between the two.</summary>
internal sealed class RealAgentGround : AgentGround
{
    private readonly string root = Directory.CreateTempSubdirectory("haggle-kit-").FullName;
    private readonly TestMachine machine;
    private readonly AgentLink link;

    public RealAgentGround(Func<IAgentLink, IAgentLink>? plant = null)
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
        machine = new TestMachine(token: Slot.Token.Value, configured: link.Configure(Slot, TimeSpan.FromMinutes(1)));
        Link = plant?.Invoke(link) ?? link;
    }

    public override IAgentLink Link { get; }

    public override Slot Slot { get; }

    public override async Task<bool> HasEndedAsync(CancellationToken cancellationToken) => (await machine.GoneAsync()).Why == "lease";

    public override async ValueTask DisposeAsync()
    {
        await link.DisposeAsync();
        await machine.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }
}
