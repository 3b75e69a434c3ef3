using System.Text.Json;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Tests.Running;

public sealed class LifeTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData("true", 0, "")]
    [InlineData("exit 42", 42, "the program ended with exit code 42")]
    [InlineData("kill -SEGV $$", 139, "the program was ended by signal 11")]
    [InlineData("no-such-program-here", 127, "the program ended with exit code 127")]
    public async Task The_exit_code_is_exact(string script, int code, string why)
    {
        await using var machine = new TestMachine();
        var end = await machine.RunAsync(script);
        Assert.Equal((code, why), (end.ExitCode!.Value, end.Why));
    }

    [Fact]
    public async Task A_setup_that_fails_is_the_end_and_the_program_never_starts()
    {
        await using var machine = new TestMachine();
        var end = await machine.RunAsync(machine.Order("run", "echo ran", setup: "echo no; exit 3"));
        Assert.Equal((3, "the setup script ended with exit code 3", "no\n", null), (end.ExitCode!.Value, end.Why, machine.Log, end.StartedAt));
    }

    [Theory]
    [InlineData("task.log/in-the-way", "task.log")]
    [InlineData("run.sh/in-the-way", "run.sh")]
    [InlineData("work", "work")]
    public async Task A_folder_that_cannot_be_used_has_a_clear_reason(string obstacle, string named)
    {
        await using var machine = new TestMachine(prepare: home =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(home, obstacle))!);
            File.WriteAllText(Path.Combine(home, obstacle), "");
        });
        var end = await machine.RunAsync("true");
        Assert.Equal(126, end.ExitCode);
        Assert.Contains(named, end.Why, StringComparison.Ordinal);
        Assert.True(end.LogLength == 0);
    }

    [Fact]
    public async Task A_stop_before_anything_else_starts_nothing()
    {
        await using var machine = new TestMachine();
        var end = await machine.RunAsync(machine.Order("stop", "echo ran", setup: "echo set up"));
        Assert.Equal((null, "stopped by order, before the program was started", ""), (end.ExitCode, end.Why, machine.Log));
    }

    [Fact]
    public async Task Progress_comes_from_the_log_and_from_the_file()
    {
        await using var machine = new TestMachine();
        var end = await machine.RunAsync("echo '::haggle progress step=5 of=10 loss=0.5'; echo '::haggle note hello'; echo '::haggle progress step=6' >>$HAGGLE_PROGRESS");
        Assert.Equal((6L, 10L), (end.Progress!.Step, end.Progress.Of!.Value));
        Assert.Equal(["hello"], end.Notes);
    }

    [Fact]
    public async Task A_stop_waits_for_the_child_that_saves_and_tells_its_exit_code()
    {
        await using var machine = new TestMachine();
        var child = "bash -c 'trap \"sleep 0.3; echo saved; exit 9\" TERM; echo up; while :; do sleep 0.05; done'";
        await machine.CallAsync(machine.Order("run", child + "\necho never"));
        await machine.WaitAsync(_ => machine.Log.Contains("up", StringComparison.Ordinal), "the child runs");
        await machine.CallAsync(machine.Order("stop"));
        var end = await machine.EndedAsync();
        Assert.Equal((9, "stopped by order"), (end.ExitCode!.Value, end.Why));
        Assert.EndsWith("saved\n", machine.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_ignores_its_notice_is_killed_after_its_grace()
    {
        await using var machine = new TestMachine();
        await machine.CallAsync(machine.Order("run", "trap '' TERM; echo up; while :; do sleep 0.05; done") with { GraceSeconds = 0.3 });
        await machine.WaitAsync(_ => machine.Log.Contains("up", StringComparison.Ordinal), "the program runs");
        await machine.CallAsync(machine.Order("stop") with { GraceSeconds = 0.3 });
        var end = await machine.EndedAsync();
        Assert.Equal((137, "stopped by order; it did not end within its grace and was killed"), (end.ExitCode!.Value, end.Why));
    }

    [Fact]
    public async Task A_reclaim_is_heard_saved_before_and_then_takes_everything()
    {
        await using var machine = new TestMachine();
        var script = "trap 'echo final >$HAGGLE_CHECKPOINT_DIR/c; exit 0' TERM; (setsid sleep 600 &) ; echo up; while :; do sleep 0.05; done";
        await machine.CallAsync(machine.Order("run", script));
        await machine.WaitAsync(_ => machine.Log.Contains("up", StringComparison.Ordinal), "the program runs");
        var at = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(3);
        var schedule = new ReclaimSchedule { NoticeAt = at - TimeSpan.FromSeconds(2.5), At = at };
        File.WriteAllBytes(machine.In("reclaim.json"), JsonSerializer.SerializeToUtf8Bytes(schedule, AgentJson.Default.ReclaimSchedule));
        var end = await machine.EndedAsync();
        Assert.Equal((at, 0, "the provider takes the machine back"), (end.ReclaimAt!.Value, end.ExitCode!.Value, end.Why));
        Assert.True(end.EndedAt >= schedule.NoticeAt);
        Assert.Single(end.Checkpoints);
        var gone = await machine.GoneAsync();
        Assert.Equal("reclaimed", gone.Why);
        Assert.True(gone.At >= at);
    }

    [Fact]
    public async Task After_a_notice_nothing_is_started_any_more()
    {
        var schedule = new ReclaimSchedule { NoticeAt = Now, At = Now + TimeSpan.FromMinutes(5) };
        await using var machine = new TestMachine(prepare: home =>
            File.WriteAllBytes(Path.Combine(home, "reclaim.json"), JsonSerializer.SerializeToUtf8Bytes(schedule, AgentJson.Default.ReclaimSchedule)));
        await machine.EndedAsync();
        var end = await machine.RunAsync("echo ran");
        Assert.Equal((null, "the provider takes the machine back, before the program was started", ""), (end.ExitCode, end.Why, machine.Log));
    }

    [Fact]
    public async Task A_lease_that_nobody_renews_ends_the_machine()
    {
        await using var machine = new TestMachine();
        await machine.CallAsync(machine.Order("run", "echo up; sleep 600") with { GraceSeconds = 1 });
        await machine.WaitAsync(s => s.Phase == "running", "the program runs");
        await machine.CallAsync(lease: 0.3);
        Assert.Equal("lease", (await machine.GoneAsync()).Why);
    }

    [Fact]
    public async Task A_machine_that_is_never_called_ends_too()
    {
        await using var machine = new TestMachine(lease: 0.3);
        Assert.Equal("lease", (await machine.GoneAsync()).Why);
    }

    [Theory]
    [InlineData(15, "terminated")]
    [InlineData(9, "agent died")]
    public async Task When_the_agent_ends_so_does_everything_it_started(int signal, string why)
    {
        await using var machine = new TestMachine();
        // A daemon that forked twice, left the session and ignores SIGTERM.
        var daemon = "(setsid sh -c \"trap '' TERM; (sleep 600; sleep 600) & while :; do sleep 1; done\" &)";
        await machine.CallAsync(machine.Order("run", daemon + "; sleep 0.1; echo up; sleep 600", setup: daemon) with { GraceSeconds = 1 });
        await machine.WaitAsync(_ => machine.Log.Contains("up", StringComparison.Ordinal), "the program runs");
        Assert.True(machine.Processes().Count >= 8);
        machine.Kill(signal);
        Assert.Equal(why, (await machine.GoneAsync()).Why);
    }

    [Fact]
    public async Task An_end_is_at_once_and_an_ended_machine_does_not_start_again()
    {
        await using var machine = new TestMachine();
        await machine.CallAsync(machine.Order("run", "trap '' TERM; echo up; while :; do sleep 0.05; done"));
        await machine.WaitAsync(_ => machine.Log.Contains("up", StringComparison.Ordinal), "the program runs");
        await machine.AskAsync(machine.Request("end"));
        Assert.Equal("end", (await machine.GoneAsync()).Why);
        using var again = System.Diagnostics.Process.Start(Path.Combine(AppContext.BaseDirectory, "haggle-agent"), ["run", "--home", machine.Home]);
        await again.WaitForExitAsync(TestMachine.Limit());
        Assert.Equal(1, again.ExitCode);
    }

    [Fact]
    public async Task A_guard_that_dies_is_replaced()
    {
        await using var machine = new TestMachine();
        await machine.CallAsync();
        var guard = Assert.Single(machine.Processes(), p => p != machine.AgentId);
        Native.Signal(guard, Native.SigKill);
        await TestMachine.Until(() => machine.Processes().Any(p => p != machine.AgentId && p != guard), "another guard is there");
        machine.Kill();
        Assert.Equal("agent died", (await machine.GoneAsync()).Why);
    }

    [Fact]
    public async Task Secrets_are_on_no_disk_and_in_no_argument_list()
    {
        const string Secret = "s3cr3t-of-the-user";
        await using var machine = new TestMachine();
        var order = machine.Order("run", "[ \"$TOKEN\" = " + "s3cr3t\"-of-the\"-user ] && echo known; sleep 600", setup: "true") with
        {
            Environment = new() { ["TOKEN"] = Secret, ["PLAIN"] = "visible" },
            SecretNames = ["TOKEN", "ABSENT"],
        };
        await machine.CallAsync(order);
        await machine.WaitAsync(_ => machine.Log.Contains("known", StringComparison.Ordinal), "the program has the secret");
        foreach (var file in Directory.GetFiles(machine.Home, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is not (".sock" or ".lock")))
        {
            Assert.DoesNotContain(Secret, File.ReadAllText(file), StringComparison.Ordinal);
        }

        Assert.Contains("visible", File.ReadAllText(machine.In("order.json")), StringComparison.Ordinal);
        foreach (var process in machine.Processes()) Assert.DoesNotContain(Secret, File.ReadAllText($"/proc/{process}/cmdline"), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(machine.In("order.json")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(machine.In("agent.sock")));
    }
}
