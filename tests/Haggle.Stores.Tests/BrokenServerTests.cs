using Haggle.Agent.Tests.Running;

namespace Haggle.Stores.Tests;

/// <summary>A server that dies in the middle of an upload. The tests of this project run one after another, since they share it.</summary>
public sealed class BrokenServerTests(SharedServer shared)
{
    [Fact(SkipType = typeof(SharedServer), SkipWhen = nameof(SharedServer.IsMissing), Skip = "rclone and Ceph's gateway are not installed (eng/packages.txt)")]
    public async Task A_server_that_dies_in_the_middle_costs_the_training_nothing_and_has_the_checkpoint_when_it_is_back()
    {
        var place = await shared.BucketAsync();
        await using var way = new CutWay(new Uri(shared.Server.Endpoint).Port);
        await using var machine = new TestMachine(epoch: 1);
        var script = "head -c 3000000 /dev/urandom >ckpt/part; mv ckpt/part ckpt/model; echo '::haggle checkpoint step=1 path=model'; while [ ! -e end ]; do sleep 0.02; done";
        way.CutAfter(1_000_000);
        var order = UploadTests.Order(machine, shared.Message(place, shared.Access() with { Endpoint = $"http://127.0.0.1:{way.Port}" }), script);
        await machine.CallAsync(order);
        var troubled = await machine.WaitAsync(state => state.Transfer is { Trouble.Length: > 0 }, "the cut is told");
        Assert.Equal("running", troubled.Phase);
        Assert.Contains("does not answer", troubled.Transfer!.Trouble, StringComparison.Ordinal);
        Assert.DoesNotContain(await shared.Folder(place).ListAsync(default), file => file.Path.EndsWith("manifest.json", StringComparison.Ordinal));

        // The server itself dies now, and comes back later.
        shared.Server.KillGateway();
        way.Heal();
        await TestMachine.Until(() => File.ReadAllText(machine.In("agent.log")).Split("tried again").Length > 3, "it was tried again in vain");
        await shared.Server.StartGatewayAsync(default);
        await machine.WaitAsync(state => state.Checkpoints.Length == 1, "the checkpoint is saved after all");
        File.WriteAllText(Path.Combine(machine.In("work"), "end"), "");
        Assert.Equal(0, (await machine.EndedAsync()).ExitCode);
    }
}
