using System.Text;
using System.Text.Json;
using Haggle.Agent.Tests.Running;
using Haggle.Buckets;
using Haggle.Core.Runs;
using Haggle.Storage.Buckets;
using Haggle.Testbed;
using Haggle.Wire.Agent;

namespace Haggle.Stores.Tests;

/// <summary>A real agent beside a real program and a real S3 server.</summary>
public sealed class UploadTests(SharedServer shared)
{
    // Writes a checkpoint of a step under another name, renames it, announces it.
    private const string Save = """
        save() { head -c ${2:-1000} /dev/urandom >ckpt/part; printf '\n%s\n' "$1" >>ckpt/part; mv ckpt/part ckpt/model; echo "::haggle checkpoint step=$1 path=model"; }
        """;

    [Fact(SkipType = typeof(SharedServer), SkipWhen = nameof(SharedServer.IsMissing), Skip = "rclone and Ceph's gateway are not installed (eng/packages.txt)")]
    public async Task Checkpoints_go_up_while_the_program_runs_and_only_the_wanted_ones_stay()
    {
        var place = await shared.BucketAsync();
        await using var machine = new TestMachine(epoch: 1);
        await machine.CallAsync(Order(machine, place, Save + "\nfor i in 1 2 3 4; do save $i; while [ ! -e go$i ]; do sleep 0.02; done; done"));
        for (var i = 1; i <= 4; i++)
        {
            var step = i;
            await machine.WaitAsync(state => state.Phase == "running" && state.Checkpoints is [.., { Step: var told }] && told == step, $"step {i} is in the bucket while the program runs");
            File.WriteAllText(Path.Combine(machine.In("work"), "go" + i), "");
        }

        var end = await machine.EndedAsync();
        Assert.Equal(0, end.ExitCode);
        Assert.Null(end.Transfer);
        var files = (await shared.Folder(place).ListAsync(default)).Select(file => file.Path).ToArray();
        var kept = end.Checkpoints.TakeLast(2).Select(one => RunKeys.OfCheckpoint(one.Id)).ToArray();
        Assert.Equal(kept.SelectMany(one => (string[])[$"{one}/files/model", $"{one}/manifest.json"]), files);
        Assert.Empty(Directory.GetDirectories(machine.In("saved")));
        foreach (var file in (string[])["order.json", "agent.log", "task.log"]) Assert.DoesNotContain(ObjectServer.SecretKey, File.ReadAllText(machine.In(file)), StringComparison.Ordinal);
    }

    [Fact(SkipType = typeof(SharedServer), SkipWhen = nameof(SharedServer.IsMissing), Skip = "rclone and Ceph's gateway are not installed (eng/packages.txt)")]
    public async Task What_was_saved_is_restored_by_the_next_attempt_and_what_was_damaged_is_passed_over()
    {
        var place = await shared.BucketAsync();
        await using (var first = new TestMachine(epoch: 1))
            await first.RunAsync(Order(first, place, Save + "\nsave 1; sleep 1; save 2; echo done") with { CheckpointEverySeconds = 0.1 });
        var store = new RemoteCheckpointStore((_, _) => Task.FromResult(shared.Folder(place)));
        var saved = await store.SealAsync(new RunId(1), 1, default);
        Assert.Equal([1L, 2L], saved.Select(one => one.Step));
        await shared.Folder(place).WriteAsync($"{RunKeys.OfCheckpoint(saved[1].Id)}/files/model", Encoding.UTF8.GetBytes("something else"), default);

        await using var second = new TestMachine(epoch: 2);
        var end = await second.RunAsync(Order(second, place, "tail -n 1 ckpt/model") with { RestoreFrom = [.. saved.Reverse().Select(Message)] });
        Assert.Equal(saved[0].Id, end.RestoredFrom);
        Assert.Equal("1\n", second.Log);
        Assert.Contains(end.Notes, note => note.Contains($"checkpoint {saved[1].Id} could not be used", StringComparison.Ordinal));
    }

    [Fact(SkipType = typeof(SharedServer), SkipWhen = nameof(SharedServer.IsMissing), Skip = "rclone and Ceph's gateway are not installed (eng/packages.txt)")]
    public async Task An_attempt_that_is_sealed_uploads_nothing_that_counts_and_leaves_nothing()
    {
        var place = await shared.BucketAsync();
        var store = new RemoteCheckpointStore((_, _) => Task.FromResult(shared.Folder(place)));
        await using var machine = new TestMachine(epoch: 1);
        await machine.CallAsync(Order(machine, place, Save + "\nsave 1; while [ ! -e go ]; do sleep 0.02; done; save 2; while [ ! -e end ]; do sleep 0.02; done"));
        await machine.WaitAsync(state => state.Checkpoints.Length == 1, "the first is saved");
        var kept = await store.SealAsync(new RunId(1), 1, default);
        File.WriteAllText(Path.Combine(machine.In("work"), "go"), "");
        await machine.WaitAsync(state => state.Notes.Any(note => note.Contains("attempt 1 is closed", StringComparison.Ordinal)), "the agent has found the seal");
        File.WriteAllText(Path.Combine(machine.In("work"), "end"), "");
        await machine.EndedAsync();
        Assert.Equal(kept, await store.SealAsync(new RunId(1), 2, default));
        Assert.Equal(["files/model", "manifest.json"], (await shared.Folder(place).ListAsync(default)).Select(file => RunKeys.CheckpointOf(file.Path)?.Name).OfType<string>());
    }

    [Theory(SkipType = typeof(SharedServer), SkipWhen = nameof(SharedServer.IsMissing), Skip = "rclone and Ceph's gateway are not installed (eng/packages.txt)")]
    [InlineData("credentials", "refuses the credentials")]
    [InlineData("bucket", "is not there")]
    [InlineData("quota", "takes no more")]
    public async Task A_store_that_says_no_is_told_in_one_sentence_and_the_training_goes_on(string trouble, string says)
    {
        var name = "u" + Guid.NewGuid().ToString("n")[..8];
        await shared.Server.MakeUserAsync(name, "AK" + name, "SK" + name, default);
        var access = shared.Access("AK" + name, "SK" + name);
        var place = await shared.BucketAsync(access);
        if (trouble == "quota") await shared.Server.LimitAsync(name, 100_000, default);
        var (where, wrong) = trouble switch
        {
            "credentials" => (place, access with { SecretAccessKey = "wrong-and-secret" }),
            "bucket" => (BucketAddress.TryRead("s3://nobody-has-made-this/runs", out _)!, access),
            _ => (place, access),
        };
        await using var machine = new TestMachine(epoch: 1);
        await machine.CallAsync(Order(machine, where, Save + "\nsave 1 300000; while [ ! -e end ]; do sleep 0.02; done; echo trained", wrong));
        var troubled = await machine.WaitAsync(state => state.Transfer is { Trouble.Length: > 0 }, "the trouble is told");
        Assert.Equal("running", troubled.Phase);
        Assert.Contains(says, troubled.Transfer!.Trouble, StringComparison.Ordinal);
        Assert.Contains("the training goes on", troubled.Notes[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-and-secret", JsonSerializer.Serialize(new AgentReply { State = troubled }, AgentJson.Default.AgentReply), StringComparison.Ordinal);
        if (trouble == "quota")
        {
            await shared.Server.LimitAsync(name, null, default);
            await machine.WaitAsync(state => state.Checkpoints.Length == 1, "there is room again and the checkpoint is saved");
        }

        File.WriteAllText(Path.Combine(machine.In("work"), "end"), "");
        if (trouble == "quota") Assert.Equal(0, (await machine.EndedAsync()).ExitCode);
        await TestMachine.Until(() => machine.Log.Contains("trained", StringComparison.Ordinal), "the program has ended by itself");
    }

    [Fact(SkipType = typeof(SharedServer), SkipWhen = nameof(SharedServer.IsMissing), Skip = "rclone and Ceph's gateway are not installed (eng/packages.txt)")]
    public async Task At_a_reclaim_notice_the_newest_checkpoint_goes_up_before_the_machine_is_taken()
    {
        var place = await shared.BucketAsync();
        await using var machine = new TestMachine(epoch: 1);
        await machine.CallAsync(Order(machine, place, Save + "\ntrap 'save 9; exit 0' TERM; save 1; while :; do sleep 0.02; done"));
        await machine.WaitAsync(state => state.Checkpoints.Length == 1, "the first is saved");
        var now = TimeProvider.System.GetUtcNow();
        File.WriteAllText(machine.In("reclaim.json"), JsonSerializer.Serialize(new ReclaimSchedule { NoticeAt = now, At = now.AddSeconds(15) }, AgentJson.Default.ReclaimSchedule));
        var end = await machine.EndedAsync();
        Assert.Equal([1L, 9L], end.Checkpoints.Select(one => one.Step));
        Assert.Equal(2, (await shared.Folder(place).ListAsync(default)).Count(file => file.Path.EndsWith("/manifest.json", StringComparison.Ordinal)));
    }

    internal static OrderMessage Order(TestMachine machine, RemoteMessage place, string run) => machine.Order("run", run) with
    {
        CheckpointStore = "",
        CheckpointRemote = place,
        CheckpointKeep = 2,
    };

    private OrderMessage Order(TestMachine machine, BucketAddress place, string run, StoreAccess? access = null) => Order(machine, shared.Message(place, access), run);

    private static CheckpointMessage Message(CheckpointRef one) => new() { Id = one.Id, Step = one.Step, Bytes = one.Bytes, ManifestSha256 = one.ManifestSha256, SavedAt = one.SavedAt };
}
