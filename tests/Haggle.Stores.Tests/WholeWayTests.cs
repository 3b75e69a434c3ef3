using Haggle.Buckets;
using Haggle.EndToEnd.Tests;
using Haggle.Testbed;

namespace Haggle.Stores.Tests;

/// <summary>From the task file to the bill, with the programs as they are shipped.</summary>
public sealed class WholeWayTests(SharedServer shared)
{
    private const string NotHere = "rclone and Ceph's gateway are not installed (eng/packages.txt)";
    private const int Keep = 2;

    [Fact(SkipType = typeof(SharedServer), SkipWhen = nameof(SharedServer.IsMissing), Skip = NotHere)]
    public async Task A_training_with_reclaims_and_a_bucket_ends_bit_for_bit_as_one_without_and_leaves_what_keep_says()
    {
        await using var home = new Home();
        home.Configure($$"""
            stores:
              s3://:
                endpoint: {{shared.Server.Endpoint}}
                access_key_id: {{ObjectServer.AccessKey}}
                secret_access_key: {{ObjectServer.SecretKey}}
                role: {{ObjectServer.Role}}
            """);
        var place = await shared.BucketAsync();
        var plain = Task(home, "plain.yaml", "");
        var stored = Task(home, "stored.yaml", $"checkpoint:\n  path: checkpoints\n  every: 5m\n  keep: {Keep}\n  store: {place}\n");
        Assert.DoesNotContain("not acted on", await home.OkAsync("check", stored), StringComparison.Ordinal);
        using var undisturbed = home.StartIn(Repository.Root, Repository.Path("haggle"), "launch", plain);
        (await undisturbed.EndAsync()).Expect(0);
        using var disturbed = home.StartIn(Repository.Root, Repository.Path("haggle"), "launch", stored, "--rehearse", "--reclaim-every", "8s", "--notice", "5s");
        var end = (await disturbed.EndAsync()).Expect(0);
        Assert.Equal(Result(undisturbed.Out), Result(end.Out));
        var run = await home.StatusAsync("2");
        Assert.True(run.Reclaims >= 1, "no reclaim");
        Assert.Contains("charlm: continuing at step", end.Out, StringComparison.Ordinal);

        var left = (await shared.Folder(place).ListAsync(default)).Select(file => string.Join('/', file.Path.Split('/').Skip(2))).ToArray();
        Assert.Equal(Keep, left.Count(name => name.EndsWith("/manifest.json", StringComparison.Ordinal)));
        Assert.Equal(Keep, left.Select(name => RunKeys.CheckpointOf(name)?.Id).OfType<string>().Distinct().Count());
        Assert.Empty(Directory.Exists(Path.Combine(home.Folder, "checkpoints", "2")) ? Directory.GetDirectories(Path.Combine(home.Folder, "checkpoints", "2")) : []);
        await home.LeavesNothingAsync();
        foreach (var file in Directory.EnumerateFiles(home.Folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("config.yaml", StringComparison.Ordinal)))
            Assert.DoesNotContain(ObjectServer.SecretKey, File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact(SkipType = typeof(SharedServer), SkipWhen = nameof(SharedServer.IsMissing), Skip = NotHere)]
    public async Task Files_go_to_a_bucket_of_the_tasks_own_and_it_is_gone_with_the_run()
    {
        await using var home = new Home();
        home.Configure($$"""
            stores:
              s3://:
                endpoint: {{shared.Server.Endpoint}}
                access_key_id: {{ObjectServer.AccessKey}}
                secret_access_key: file:{{home.Write("key", ObjectServer.SecretKey)}}
            """);
        var bucket = "own-" + Guid.NewGuid().ToString("n")[..8];
        home.Write("set/a", "a of the set\n");
        var task = home.Write("task.yaml", $$"""
            file_mounts:
              data:
                name: {{bucket}}
                source: ./set
                mode: COPY
                persistent: false
            run: cat data/a
            """);
        var run = await home.LaunchAsync(task);
        var over = await home.UntilOverAsync(run);
        Assert.True(over.Outcome == "succeeded", over.Reason + await home.LogsAsync(run));
        Assert.Equal("a of the set\n", await home.LogsAsync(run));
        var own = shared.Folder(BucketAddress.TryRead($"s3://{bucket}", out _)!);
        await Wait.UntilAsync("the bucket is gone", async () => await IsGoneAsync(own));
        await home.LeavesNothingAsync();

        var refused = (await home.RunAsync("launch", "-d", home.Write("wrong.yaml", "file_mounts:\n  d: s3://nobody-made-this-one/x\nrun: ls\n"))).Expect(2);
        Assert.Contains("file_mounts: d: it cannot be used: s3://nobody-made-this-one/x", string.Join(' ', refused.Error.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static async Task<bool> IsGoneAsync(RemoteFolder bucket)
    {
        try
        {
            await bucket.CheckAsync(default);
            return false;
        }
        catch (BucketException fault) when (fault.Trouble is StoreTrouble.NoBucket)
        {
            return true;
        }
    }

    private static string Task(Home home, string name, string checkpoint)
    {
        var text = File.ReadAllText(Repository.Path("examples", "charlm", "task.yaml"));
        const string Run = "exec dotnet built/charlm.dll";
        Assert.Contains(Run, text, StringComparison.Ordinal);
        const string Flags = " --steps 30000 --batch 64 --hidden 128 --embedding 16 --checkpoint-every 200 --report-every 100 --sample 0";
        if (checkpoint.Length > 0) text = WithoutCheckpoint(text) + "\n" + checkpoint;
        return home.Write(name, text.Replace(Run, Run + Flags, StringComparison.Ordinal));
    }

    // The example names its checkpoint folder itself: that block is replaced by ours.
    private static string WithoutCheckpoint(string text)
    {
        var lines = text.Split('\n').ToList();
        var at = lines.FindIndex(line => line.StartsWith("checkpoint:", StringComparison.Ordinal));
        if (at < 0) return text;
        var to = at + 1;
        while (to < lines.Count && (lines[to].StartsWith(' ') || lines[to].Length == 0)) to++;
        lines.RemoveRange(at, to - at);
        return string.Join('\n', lines);
    }

    private static string Result(string log) => string.Join('\n', log.Split('\n').Where(line =>
        line.StartsWith("final loss ", StringComparison.Ordinal) || line.StartsWith("parameters sha256 ", StringComparison.Ordinal)).Distinct());
}
