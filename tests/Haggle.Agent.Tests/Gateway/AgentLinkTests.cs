using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Haggle.Agent.Tests.Running;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Server.Gateway;

namespace Haggle.Agent.Tests.Gateway;

public sealed class AgentLinkTests : IAsyncDisposable
{
    private static readonly Slot Slot = new()
    {
        Epoch = 3,
        Rank = 0,
        Token = new LaunchToken("gate-" + Guid.NewGuid().ToString("n")[..12]),
        Quote = new Quote(
            new Offer { Key = new OfferKey("local/here/box/owned"), Provider = new ProviderName("local"), InstanceType = "box", Pace = 10, AcceleratorCount = 2 },
            default,
            new Provenance("test", DateTimeOffset.UnixEpoch)),
        IntendedAt = DateTimeOffset.UnixEpoch,
        ReadyBy = DateTimeOffset.UnixEpoch,
        Machine = new MachineId("m1"),
        Address = "127.0.0.5",
    };

    private readonly TestMachine machine;
    private readonly TestDoor door;
    private readonly AgentLink link;

    public AgentLinkTests()
    {
        var root = Directory.CreateTempSubdirectory("haggle-link-").FullName;
        var settings = new AgentLinkSettings
        {
            KeySeed = new byte[32],
            BundleFolder = root,
            CheckpointFolder = Path.Combine(root, "checkpoints"),
            SourceOf = (_, _) => Task.FromResult<RunSource?>(new RunSource("task.yaml", "", [new("TOKEN", "s3cr3t")], "ann", "")),
        };
        door = new TestDoor(() => machine!.OpenAsync());
        link = new AgentLink([door], settings, TimeProvider.System);
        machine = new TestMachine(token: Slot.Token.Value, configured: link.Configure(Slot, TimeSpan.FromMinutes(1)));
        Bundles = root;
    }

    private string Bundles { get; }

    [Fact]
    public async Task A_run_goes_through_the_link_from_its_files_to_its_log()
    {
        var order = Order(OrderStage.Run, await BundleAsync("data.txt", "from the bundle\n"), "cat data.txt; echo $TOKEN $HAGGLE_NODE_IPS $SKYPILOT_NUM_GPUS_PER_NODE $HAGGLE_USER; exit 4");
        var answer = await EndAsync(order);
        Assert.Equal((AgentPhase.Ended, 4), (answer.State.Phase, answer.State.ExitCode!.Value));
        var piece = await link.ReadLogAsync(Slot, 5, 1000, CancellationToken.None);
        Assert.Equal(("the bundle\n****** 127.0.0.5 2 ann\n", true), (Encoding.UTF8.GetString(piece.Bytes.Span), piece.AtEnd));
        Assert.Equal(1, door.Opened);
    }

    [Fact]
    public async Task The_first_contact_is_one_call_and_a_lost_answer_does_no_harm()
    {
        var hold = Order(OrderStage.Hold, "", "");
        var first = await CallAsync(hold);
        Assert.Equal(1, door.Opened);
        using var impatient = new CancellationTokenSource();
        var waiting = link.CallAsync(Slot, Call(hold) with { Seen = first.Mark, Wait = TimeSpan.FromMinutes(1) }, impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var order = Order(OrderStage.Run, "", "echo once; sleep 600");
        await CallAsync(order);
        await CallAsync(order);
        await TestMachine.Until(() => machine.Log == "once\n", "it runs once");
        Assert.Equal(AgentPhase.Running, (await CallAsync(order)).State.Phase);
    }

    [Fact]
    public async Task A_connection_that_died_meanwhile_is_replaced_without_a_word()
    {
        await CallAsync(Order(OrderStage.Hold, "", ""));
        door.CutAll();
        Assert.Equal(AgentPhase.Idle, (await CallAsync(Order(OrderStage.Hold, "", ""))).State.Phase);
        Assert.Equal(2, door.Opened);
    }

    [Fact]
    public async Task A_stale_epoch_and_a_dead_machine_are_faults()
    {
        var stale = await Assert.ThrowsAsync<ProviderException>(() => link.CallAsync(Slot, Call(Order(OrderStage.Hold, "", "")) with { Epoch = 2 }, CancellationToken.None));
        Assert.EndsWith("stale epoch", stale.Message, StringComparison.Ordinal);
        Assert.False(stale.IsTransient);
        door.Open = () => throw new IOException("no route");
        var dead = await Assert.ThrowsAsync<ProviderException>(() => CallAsync(Order(OrderStage.Hold, "", "")));
        Assert.True(dead.IsTransient);
    }

    [Fact]
    public async Task A_command_gives_its_output_and_its_code()
    {
        await CallAsync(Order(OrderStage.Hold, "", ""));
        var output = new StringBuilder();
        var code = await link.ExecAsync(Slot, "echo $HAGGLE_EPOCH; exit 5", bytes =>
        {
            output.Append(Encoding.UTF8.GetString(bytes.Span));
            return Task.CompletedTask;
        }, CancellationToken.None);
        Assert.Equal((5, "3\n"), (code, output.ToString()));
    }

    [Theory]
    [InlineData(0, 6)]
    [InlineData(1, 0)]
    public void Only_the_first_node_saves_and_the_offers_time_becomes_ours(int rank, double every)
    {
        var order = OrderMapping.Order(Order(OrderStage.Run, "", "") with { Rank = rank }, null, "/checkpoints", StoreOrders.None);
        Assert.Equal((every, "/checkpoints/7"), (order.CheckpointEverySeconds, order.CheckpointStore));
    }

    public async ValueTask DisposeAsync()
    {
        await link.DisposeAsync();
        await machine.DisposeAsync();
        Directory.Delete(Bundles, recursive: true);
    }

    private static AgentOrder Order(OrderStage stage, string bundle, string run) => new()
    {
        Run = new RunId(7),
        Stage = stage,
        Job = new Job { Name = "job", Run = run, Bundle = bundle, Checkpoint = new CheckpointRule("ckpt", TimeSpan.FromMinutes(1), 2) },
        Rank = 0,
        Peers = [Slot.Address],
        Slot = Slot,
        Grace = TimeSpan.FromSeconds(1),
    };

    private static AgentCall Call(AgentOrder order) => new() { Epoch = 3, Lease = TimeSpan.FromMinutes(1), Order = order };

    private Task<AgentAnswer> CallAsync(AgentOrder order) => link.CallAsync(Slot, Call(order), TestMachine.Limit());

    private async Task<AgentAnswer> EndAsync(AgentOrder order)
    {
        var answer = await CallAsync(order);
        while (answer.State.Phase is not AgentPhase.Ended)
        {
            answer = await link.CallAsync(Slot, Call(order) with { Seen = answer.Mark, Wait = TimeSpan.FromSeconds(5) }, TestMachine.Limit());
        }

        return answer;
    }

    private async Task<string> BundleAsync(string name, string text)
    {
        using var tar = new MemoryStream();
        await using (var writer = new TarWriter(tar, leaveOpen: true))
        {
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(TestMachine.Bytes(text)) });
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(tar.ToArray()));
        File.WriteAllBytes(Path.Combine(Bundles, hash + ".tar"), tar.ToArray());
        return hash;
    }
}
