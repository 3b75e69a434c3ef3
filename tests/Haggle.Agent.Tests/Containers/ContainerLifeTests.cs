using System.Text.Json;
using Haggle.Agent.Tests.Running;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Tests.Containers;

public sealed class ContainerLifeTests
{
    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public async Task Setup_program_and_commands_beside_it_share_one_container_and_files_belong_to_the_user(string engine)
    {
        await using var machine = await ContainerMachine.StartAsync(engine);
        var run = """
            cat /etc/image /made-by-setup; pwd; echo "$GREETING"; echo $HOME; id -u
            echo out >made; mkdir -p $HAGGLE_CHECKPOINT_DIR; echo weights >$HAGGLE_CHECKPOINT_DIR/w
            echo "::haggle progress step=4" >>$HAGGLE_PROGRESS
            echo up; while [ ! -e go ]; do sleep 0.05; done; exit 7
            """;
        var order = machine.Order("run", run, setup: "echo setup >/made-by-setup").InContainer(engine) with { Environment = new() { ["GREETING"] = "it's \"two\"\nlines $HOME `x`" } };
        await machine.CallAsync(order);
        await machine.WaitAsync(_ => machine.Log.Contains("up\n", StringComparison.Ordinal), "the program runs");
        Assert.Equal($"setup\n{machine.In("work")}\n", await machine.ExecAsync("cat /made-by-setup; pwd"));
        await machine.ExecAsync("touch go");
        var end = await machine.EndedAsync();
        Assert.Equal((7, "the program ended with exit code 7"), (end.ExitCode!.Value, end.Why));
        Assert.Equal($"image 1\nsetup\n{machine.In("work")}\nit's \"two\"\nlines $HOME `x`\n/root\n0\nup\n", machine.Log);
        Assert.Equal("out\n", File.ReadAllText(machine.In("work/made")));
        Assert.Equal(4, end.Progress!.Step);
        Assert.NotEmpty(end.Checkpoints);
        Assert.False(File.Exists("/made-by-setup"));
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public async Task The_log_is_exact_to_the_byte_and_the_container_goes_with_the_machine(string engine)
    {
        var ground = await EngineGround.OfAsync(engine);
        string name;
        await using (var machine = await ContainerMachine.StartAsync(engine))
        {
            name = "haggle-" + machine.Token;
            var end = await machine.RunAsync(machine.Order("run", "yes 0123456789abcdefghijklmnopqrst | head -c 10485760; printf '\\000\\377\\r\\n'; seq 1 20000 >&2").InContainer(engine));
            Assert.Equal(0, end.ExitCode);
            var expected = Enumerable.Range(0, 10485760).Select(i => (byte)"0123456789abcdefghijklmnopqrst\n"[i % 31])
                .Concat((byte[])[0, 255, (byte)'\r', (byte)'\n']).Concat(Enumerable.Range(1, 20000).SelectMany(i => TestMachine.Bytes($"{i}\n"))).ToArray();
            Assert.True(expected.AsSpan().SequenceEqual(File.ReadAllBytes(machine.In("task.log"))));
            Assert.Equal(expected.Length, end.LogLength);
            Assert.Contains(name, await ground.ContainersAsync());
            await machine.AskAsync(machine.Request("end"));
            await machine.GoneAsync();
            Assert.DoesNotContain(name, await ground.ContainersAsync());
            Assert.False(File.Exists(machine.In("left.sh")));
        }
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public async Task Exit_codes_and_signals_are_exact(string engine)
    {
        await using var machine = await ContainerMachine.StartAsync(engine);
        await machine.CallAsync(machine.Order("run", "while [ ! -e go ]; do sleep 0.05; done; kill -SEGV $$").InContainer(engine));
        await machine.WaitAsync(s => s.Phase == "running", "the program runs");
        foreach (var code in (int[])[0, 1, 2, 42, 125, 126, 127, 128, 130, 137, 143, 255]) Assert.Equal((code, $"said {code}\n"), await ExecAsync(machine, $"echo said {code}; exit {code}"));
        foreach (var (signal, code) in ((string, int)[])[("KILL", 137), ("TERM", 143), ("USR1", 138)]) Assert.Equal(code, (await ExecAsync(machine, $"kill -{signal} $$")).Code);
        await machine.ExecAsync("touch go");
        Assert.Equal(139, (await machine.EndedAsync()).ExitCode);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public async Task A_reclaim_is_heard_inside_and_what_is_written_in_the_grace_is_saved(string engine)
    {
        await using var machine = await ContainerMachine.StartAsync(engine);
        var script = "(trap 'sleep 0.3; echo final >$HAGGLE_CHECKPOINT_DIR/c; exit 0' TERM; (setsid sleep 600 &); echo up; while :; do sleep 0.05; done)";
        await machine.CallAsync(machine.Order("run", script).InContainer(engine) with { GraceSeconds = 30 });
        await machine.WaitAsync(_ => machine.Log.Contains("up", StringComparison.Ordinal), "the program runs");
        var at = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(20);
        Write(machine, new ReclaimSchedule { NoticeAt = at - TimeSpan.FromSeconds(20), At = at });
        var end = await machine.EndedAsync();
        Assert.Equal((0, "the provider takes the machine back"), (end.ExitCode!.Value, end.Why));
        Assert.Single(end.Checkpoints);
        Assert.StartsWith("up\n", machine.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public async Task A_program_that_ignores_its_notice_is_killed_after_its_grace(string engine)
    {
        await using var machine = await ContainerMachine.StartAsync(engine);
        await machine.CallAsync(machine.Order("run", "trap '' TERM; echo up; while :; do sleep 0.05; done").InContainer(engine) with { GraceSeconds = 0.3 });
        await machine.WaitAsync(_ => machine.Log.Contains("up", StringComparison.Ordinal), "the program runs");
        await machine.CallAsync(machine.Order("stop").InContainer(engine) with { GraceSeconds = 0.3 });
        var end = await machine.EndedAsync();
        Assert.Equal((137, "stopped by order; it did not end within its grace and was killed"), (end.ExitCode!.Value, end.Why));
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public async Task An_agent_that_is_killed_leaves_no_container(string engine)
    {
        var ground = await EngineGround.OfAsync(engine);
        await using var machine = await ContainerMachine.StartAsync(engine);
        await machine.CallAsync(machine.Order("run", "echo up; sleep 600").InContainer(engine));
        await machine.WaitAsync(_ => machine.Log.Contains("up", StringComparison.Ordinal), "the program runs");
        machine.Kill();
        Assert.Equal("agent died", (await machine.GoneAsync()).Why);
        await NoneOfAsync(ground, machine.Token);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public async Task A_server_that_never_comes_back_leaves_no_container(string engine)
    {
        var ground = await EngineGround.OfAsync(engine);
        await using var machine = await ContainerMachine.StartAsync(engine);
        var order = machine.Order("run", "echo up; sleep 1000").InContainer(engine);
        await machine.CallAsync(order);
        await machine.WaitAsync(_ => machine.Log.Contains("up\n", StringComparison.Ordinal), "the program runs");
        Assert.Contains("haggle-" + machine.Token, await ground.ContainersAsync());
        await machine.CallAsync(order, lease: 0.3);
        Assert.Equal("lease", (await machine.GoneAsync()).Why);
        await NoneOfAsync(ground, machine.Token);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public async Task What_a_machine_left_whose_agent_and_guard_were_killed_the_next_agent_takes_away(string engine)
    {
        var ground = await EngineGround.OfAsync(engine);
        await using var first = await ContainerMachine.StartAsync(engine);
        var home = Directory.CreateDirectory(Path.Combine(first.Root, "m-gone")).FullName;
        await ground.RunAsync("run", "--detach", "--name", "haggle-gone-" + first.Token, "--network", "none", "--label", "haggle.machine=gone", "--label", "haggle.home=" + home, EngineGround.Image, "sleep", "600");
        Assert.Contains("haggle-gone-" + first.Token, await ground.ContainersAsync());
        await using var living = await ContainerMachine.StartAsync(engine);
        await living.CallAsync(living.Order("run", "echo up; sleep 600").InContainer(engine));
        await living.WaitAsync(_ => living.Log.Contains("up", StringComparison.Ordinal), "the program runs");
        await first.RunAsync(first.Order("run", "true").InContainer(engine));
        var left = await ground.ContainersAsync();
        Assert.DoesNotContain("haggle-gone-" + first.Token, left);
        Assert.Contains("haggle-" + living.Token, left);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public async Task Two_tasks_with_different_images_run_at_the_same_time(string engine)
    {
        await using var one = await ContainerMachine.StartAsync(engine);
        await using var two = await ContainerMachine.StartAsync(engine);
        const string Run = "cat /etc/image; touch here; while [ ! -e go ]; do sleep 0.05; done";
        await one.CallAsync(one.Order("run", Run).InContainer(engine));
        await two.CallAsync(two.Order("run", Run).InContainer(engine, c => c with { Image = EngineGround.OtherImage }));
        await TestMachine.Until(() => File.Exists(one.In("work/here")) && File.Exists(two.In("work/here")), "both run at once");
        File.WriteAllText(one.In("work/go"), "");
        File.WriteAllText(two.In("work/go"), "");
        Assert.Equal((0, 0), ((await one.EndedAsync()).ExitCode!.Value, (await two.EndedAsync()).ExitCode!.Value));
        Assert.Equal(("image 1\n", "image 2\n"), (one.Log, two.Log));
    }

    internal static async Task NoneOfAsync(EngineGround ground, string token)
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        while ((await ground.ContainersAsync()).Contains("haggle-" + token))
        {
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(1), "the container is still there");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        }
    }

    private static async Task<(int Code, string Output)> ExecAsync(TestMachine machine, string command)
    {
        await using var over = new AgentLine(await machine.OpenAsync());
        await over.WriteAsync(machine.Request("exec") with { Text = command }, AgentJson.Default.AgentRequest, TestMachine.Limit());
        var output = "";
        while (await over.ReadAsync(AgentJson.Default.AgentReply, TestMachine.Limit()) is { } reply)
        {
            if (reply.AtEnd) return (reply.ExitCode, output);
            var bytes = new byte[reply.Length];
            for (var at = 0; at < bytes.Length;) at += await over.ReadBytesAsync(bytes.AsMemory(at), TestMachine.Limit());
            output += System.Text.Encoding.UTF8.GetString(bytes);
        }

        throw new EndOfStreamException();
    }

    private static void Write(TestMachine machine, ReclaimSchedule schedule) =>
        File.WriteAllBytes(machine.In("reclaim.json"), JsonSerializer.SerializeToUtf8Bytes(schedule, AgentJson.Default.ReclaimSchedule));
}
