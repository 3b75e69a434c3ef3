using Haggle.Wire.Rest;

namespace Haggle.EndToEnd.Tests;

public sealed class VerbTests
{
    private const int Conflict = 74;
    private const int Stopped = 75;

    private const string Patient = """
        name: patient
        run: |
          trap 'echo saving; echo told > "$HAGGLE_CHECKPOINT_DIR/state"; exit 0' TERM
          echo "::haggle progress step=3 of=10"
          echo begun
          until [ -e go ]; do sleep 0.1; done
          echo done
        checkpoint: {path: save, every: 1m}
        """;

    [Fact]
    public async Task Stop_lets_the_program_save()
    {
        await using var home = new Home();
        using var launch = home.Start("launch", home.Write("task.yaml", Patient));
        await launch.SaysAsync("begun");
        Assert.Contains("is being stopped", await home.OkAsync("stop", "patient"));
        var end = (await launch.EndAsync()).Expect(Stopped);
        Assert.Contains("saving\n", end.Out);
        var run = await home.StatusAsync("1");
        Assert.Equal("stopped", run.Outcome);
        Assert.Single(run.Checkpoints);
        Assert.Equal("told\n", await File.ReadAllTextAsync(Path.Combine(home.Folder, "checkpoints", "1", run.Checkpoints[0].Id, "files", "state")));
        Assert.Contains("over already: stopped", await home.OkAsync("stop", "1"));
        await home.LeavesNothingAsync();
    }

    /// <summary>Experience moves between computers as a file; the same file twice counts once, also after the server was away.</summary>
    [Fact]
    public async Task Experience_is_taken_in_once_and_kept()
    {
        await using var home = new Home();
        var at = TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        const string Where = "\"offer\":\"aws/us-east-1a/p3.2xlarge/spot\",\"provider\":\"aws\",\"region\":\"us-east-1\",\"accelerator\":\"V100\"";
        var file = home.Write("spot.jsonl", $"{{\"haggle\":\"experience\",\"version\":1}}\n{{{Where},\"at\":\"{at}\",\"kind\":\"reclaimed\",\"held_seconds\":7200}}\n");
        Assert.Contains("Taken in: 1. Left out: 0", await home.OkAsync("experience", "import", file));
        Assert.Contains("Taken in: 0. Left out: 1", await home.OkAsync("experience", "import", file));
        await home.OkAsync("server", "stop");
        Assert.Contains("\"held_seconds\":7200", await home.OkAsync("experience", "export"));
        Assert.Contains("Taken in: 0. Left out: 1", await home.OkAsync("experience", "import", file));
        var bad = await home.RunAsync("experience", "import", home.Write("bad.jsonl", "no export\n"));
        Assert.Equal(2, bad.Code);
        Assert.Contains("line 1: is not the first line of an export", bad.Error);
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task Down_gives_the_machine_back_at_once()
    {
        await using var home = new Home();
        var run = await home.LaunchAsync(home.Write("task.yaml", Patient));
        await home.UntilLogAsync(run, "begun");
        await home.OkAsync("down", "--all");
        var over = await home.UntilOverAsync(run);
        Assert.Equal("stopped", over.Outcome);
        Assert.Empty(over.Checkpoints);
        Assert.Equal(Conflict, (await home.RunAsync("exec", run, "--", "true")).Code);
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task Exec_and_ssh_are_where_the_program_is()
    {
        await using var home = new Home();
        home.With("SHELL", "/bin/pwd");
        var run = await home.LaunchAsync(home.Write("task.yaml", Patient));
        await home.UntilLogAsync(run, "begun");
        var work = Path.Combine(Directory.GetDirectories(home.Machines).Single(), "work");

        Assert.Equal(work + "\n", await home.OkAsync("exec", run, "--", "pwd"));
        Assert.Equal("1 run 1 of 1\n", await home.OkAsync("exec", run, "--", "echo $HAGGLE_EPOCH run $HAGGLE_RUN_ID of $SKYPILOT_NUM_NODES"));
        Assert.Equal(7, (await home.RunAsync("exec", run, "--", "echo out; echo err >&2; exit 7")).Code);
        Assert.Equal("a  b\n", await home.OkAsync("exec", run, "--", "echo", "a  b"));
        Assert.Equal(work + "\n", await home.OkAsync("ssh", run, "--plain"));

        await home.OkAsync("exec", run, "--", "touch", "go");
        Assert.Equal("succeeded", (await home.UntilOverAsync(run)).Outcome);
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task What_waits_for_an_offer_stands_in_the_queue_with_its_reason()
    {
        await using var home = new Home();
        var run = await home.LaunchAsync(home.Write("task.yaml", Patient), "--rehearse", "--reclaim-every", "3s", "--notice", "0s", "--speed", "1");
        var entry = await Wait.ForAsync("the run waits", async () => (await home.AskAsync(RestJson.Default.QueueMessage, "queue")).Waiting is [var one] ? one : null);
        Assert.Equal("patient", entry.Name);
        Assert.NotEqual("", entry.Reason);
        await Wait.UntilAsync("the table of what waits names it", async () => (await home.OkAsync("queue")).Contains("patient", StringComparison.Ordinal));
        Assert.Equal("reclaimed", (await home.StatusAsync(run)).Attempts[0].End);
        await home.OkAsync("down", run);
        Bills.AddUp(home, await home.BillAsync(await OverAsync(home, run)));
        Assert.Contains("patient", await home.OkAsync("cost"));
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task Logs_of_each_attempt_are_kept_apart_and_nothing_of_them_is_lost()
    {
        await using var home = new Home();
        var run = await home.LaunchAsync(home.Write("task.yaml", """
            name: chatty
            run: |
              echo "attempt $HAGGLE_EPOCH begins"
              if [ "$HAGGLE_EPOCH" = 1 ]; then trap 'echo "heard it"; exit 143' TERM; sleep 1000 & wait; fi
              echo "the end"
            """));
        using var follower = home.Start("logs", "-f", run);
        await follower.SaysAsync("attempt 1 begins");
        await home.OkAsync("reclaim", run, "--notice", "8s");
        var all = "attempt 1 begins\nheard it\nattempt 2 begins\nthe end\n";
        Assert.Equal(all, (await follower.EndAsync()).Expect(0).Out);
        await home.UntilOverAsync(run);
        Assert.Equal(all, await home.LogsAsync(run));
        Assert.Equal("attempt 1 begins\nheard it\n", await home.LogsAsync(run, "--attempt", "1"));
        Assert.Equal("attempt 2 begins\nthe end\n", await home.LogsAsync(run, "--attempt", "2"));
        Assert.Contains("no attempt 3", (await home.RunAsync("logs", run, "--attempt", "3")).Error);
        Assert.Contains("taken back", await home.LogsAsync(run, "--decisions"));
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task Doctor_tells_what_is_there()
    {
        await using var home = new Home();
        var doctor = await home.AskAsync(RestJson.Default.DoctorMessage, "doctor");
        Assert.DoesNotContain(doctor.Checks, check => check.State == "problem");
        Assert.Contains(doctor.Checks, check => check is { Name: "agent", State: "ok" });
        await home.LeavesNothingAsync();
    }

    private static async Task<string> OverAsync(Home home, string run)
    {
        await home.UntilOverAsync(run);
        return run;
    }
}
