using System.Text.Json;
using Haggle.Agent.Checkpoints;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Tests.Running;

public sealed class CheckpointTests
{
    [Fact]
    public async Task An_announced_checkpoint_is_saved_alone_and_restored_on_the_next_machine()
    {
        await using var first = new TestMachine(epoch: 1);
        var script = "cd $HAGGLE_CHECKPOINT_DIR; mkdir d; echo state >d/a; echo junk >half; echo '::haggle checkpoint step=12 path=d'";

        // Rarely looked at: on a machine that stands still for a moment, a folder that is quiet before its announcement would be saved whole.
        var end = await first.RunAsync(first.Order("run", script) with { CheckpointEverySeconds = 60 });
        var saved = Assert.Single(end.Checkpoints);
        Assert.Equal(("00001-000001", 12L, 6L), (saved.Id, saved.Step, saved.Bytes));
        Assert.Equal(["d/a"], Manifest(first.Store, saved.Id).Files.Select(f => f.Path));

        await using var next = new TestMachine(epoch: 2, root: first.Root);
        var order = next.Order("run", "echo $HAGGLE_RESUME; cat $HAGGLE_CHECKPOINT_DIR/d/a") with { RestoreFrom = [saved] };
        Assert.Equal(saved.Id, (await next.RunAsync(order)).RestoredFrom);
        Assert.Equal("1\nstate\n", next.Log);
        Assert.Equal([saved.Id], next.Checkpoints());
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_told_of_and_the_next_older_is_used()
    {
        await using var first = new TestMachine(epoch: 1);
        var write = "i=0; for i in 1 2 3; do echo $i >$HAGGLE_CHECKPOINT_DIR/c; echo \"::haggle checkpoint step=$i path=c\"; until ls " + first.Store + "/00001-00000$i; do sleep 0.02; done; done";
        var end = await first.RunAsync(write);
        Assert.Equal(3, end.Checkpoints.Length);
        File.WriteAllText(Path.Combine(first.Store, "00001-000003/files/c"), "x\n");
        File.AppendAllText(Path.Combine(first.Store, "00001-000002/manifest.json"), " ");

        await using var next = new TestMachine(epoch: 2, root: first.Root);
        var restored = await next.RunAsync(next.Order("run", "cat $HAGGLE_CHECKPOINT_DIR/c") with { RestoreFrom = [.. end.Checkpoints.Reverse()] });
        Assert.Equal(("00001-000001", "1\n"), (restored.RestoredFrom, next.Log));
        Assert.Equal(
            ["checkpoint 00001-000003 could not be used: c is not what was saved", "checkpoint 00001-000002 could not be used: its manifest is not what was saved"],
            restored.Notes);
    }

    [Fact]
    public async Task Without_any_checkpoint_the_program_starts_anew()
    {
        await using var machine = new TestMachine();
        var lost = new CheckpointMessage { Id = "00001-000001", ManifestSha256 = "00" };
        var end = await machine.RunAsync(machine.Order("run", "echo $HAGGLE_RESUME; ls $HAGGLE_CHECKPOINT_DIR") with { RestoreFrom = [lost] });
        Assert.Equal((0, "", "0\n"), (end.ExitCode!.Value, end.RestoredFrom, machine.Log));
        Assert.Single(end.Notes);
    }

    [Fact]
    public async Task An_unannounced_folder_is_saved_when_quiet_and_only_so_many_are_kept()
    {
        await using var machine = new TestMachine();
        var script = "for i in 1 2 3 4; do echo $i >$HAGGLE_CHECKPOINT_DIR/c; until ls " + machine.Store + "/00003-00000$i >&2; do sleep 0.05; done; done";
        var end = await machine.RunAsync(machine.Order("run", script) with { CheckpointKeep = 2 });
        Assert.Equal(4, end.Checkpoints.Length);
        Assert.Equal(["00003-000003", "00003-000004"], machine.Checkpoints());
    }

    [Theory]
    [InlineData("echo half >$HAGGLE_CHECKPOINT_DIR/c; kill -9 $$", 0)]
    [InlineData("echo half >$HAGGLE_CHECKPOINT_DIR/c; exit 1", 0)]
    [InlineData("echo whole >$HAGGLE_CHECKPOINT_DIR/c; exit 0", 1)]
    public async Task A_folder_that_was_just_being_written_is_trusted_only_when_the_program_ended_well(string script, int saved)
    {
        await using var machine = new TestMachine();
        var end = await machine.RunAsync(machine.Order("run", script) with { CheckpointEverySeconds = 60 });
        Assert.Equal(saved, end.Checkpoints.Length);
    }

    [Fact]
    public async Task A_closed_epoch_saves_nothing_more()
    {
        await using var machine = new TestMachine(epoch: 3);
        Directory.CreateDirectory(machine.Store);
        File.WriteAllText(Path.Combine(machine.Store, "fence"), "3\n");
        var end = await machine.RunAsync("echo x >$HAGGLE_CHECKPOINT_DIR/c; exit 0");
        Assert.Empty(end.Checkpoints);
        Assert.Empty(machine.Checkpoints());
        Assert.Contains("attempt 3 is closed: its checkpoints are no longer taken", end.Notes);
    }

    [Theory]
    [InlineData("", 1, true)]
    [InlineData("2\n", 3, true)]
    [InlineData("3\n", 3, false)]
    [InlineData("4\n", 3, false)]
    [InlineData("torn", 3, false)]
    public void The_fence_keeps_out_sealed_epochs(string fence, int epoch, bool open)
    {
        var store = Directory.CreateTempSubdirectory("haggle-fence-").FullName;
        if (fence.Length > 0) File.WriteAllText(Path.Combine(store, "fence"), fence);
        Assert.Equal(open, Fence.IsOpen(store, epoch));
        Directory.Delete(store, recursive: true);
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_to_does_not_stop_the_training()
    {
        await using var machine = new TestMachine();
        File.WriteAllText(machine.Store, "in the way");
        var end = await machine.RunAsync("echo x >$HAGGLE_CHECKPOINT_DIR/c; echo '::haggle checkpoint step=1'; sleep 0.4; echo done");
        Assert.Equal((0, "done"), (end.ExitCode!.Value, machine.Log.Split('\n')[^2]));
        Assert.Contains(end.Notes, n => n.Contains("the training goes on", StringComparison.Ordinal));
        File.Delete(machine.Store);
    }

    private static CheckpointManifest Manifest(string store, string id) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(store, id, "manifest.json")), AgentJson.Default.CheckpointManifest)!;
}
