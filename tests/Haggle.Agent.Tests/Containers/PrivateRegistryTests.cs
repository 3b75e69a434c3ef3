using System.Globalization;
using System.Text;
using Haggle.Agent.Tests.Running;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Tests.Containers;

public sealed class PrivateRegistryTests
{
    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public async Task A_private_image_is_pulled_and_nobody_sees_the_password(string engine)
    {
        using var registry = new TinyRegistry("CUDA_VERSION=12.4.1");
        await using var machine = await ContainerMachine.StartAsync(engine);
        await machine.CallAsync(Order(machine, engine, registry, registry.Password) with { Run = "env; echo done" });
        string[] forbidden = [registry.Password, Convert.ToBase64String(Encoding.UTF8.GetBytes($"{TinyRegistry.User}:{registry.Password}"))];
        // A pull that ended without its layer never gets so far; its end says why.
        await HalfAsync(registry, machine);
        // What podman has fetched lies in the machine's own folder, where it is counted.
        if (engine == "podman") await TestMachine.Until(() => Directory.EnumerateFiles(machine.In("pull"), "*", SearchOption.AllDirectories).Any(file => new FileInfo(file).Length > 100_000), "the layer comes");
        var seen = 0;
        for (var look = 0; look < 20; look++)
            foreach (var line in CommandLines())
            {
                seen++;
                Assert.DoesNotContain(forbidden, secret => line.Contains(secret, StringComparison.Ordinal));
            }

        registry.Rest.SetResult();
        var end = await machine.EndedAsync();
        Assert.True(seen > 20);
        Assert.Equal((0, ""), (end.ExitCode!.Value, end.Why));
        var log = machine.Log;
        Assert.StartsWith($"haggle: pulling {registry.Address}/team/it:1\n", log, StringComparison.Ordinal);
        Assert.Matches($@"haggle: pulled {registry.Address}/team/it:1, [\d.]+ MB, in [\d.]+ s\n", log);
        // Neither the program nor any file of the machine has it.
        Assert.DoesNotContain("DOCKER_PASSWORD", log, StringComparison.Ordinal);
        Assert.EndsWith("done\n", log, StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(machine.Home, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is not ("agent.lock" or "agent.sock")))
        {
            var text = File.ReadAllText(file);
            Assert.DoesNotContain(forbidden, secret => text.Contains(secret, StringComparison.Ordinal));
        }

        Assert.False(Directory.Exists(machine.In("pull")));
        Assert.False(Directory.Exists("/dev/shm/haggle-login-" + machine.Token));
    }

    [Theory]
    [InlineData("docker", "wrong", "; look at the user name, the password and the server under 'secrets'")]
    [InlineData("podman", "wrong", "; look at the user name, the password and the server under 'secrets'")]
    [InlineData("docker", "", "; for a private registry give SKYPILOT_DOCKER_USERNAME, SKYPILOT_DOCKER_PASSWORD and SKYPILOT_DOCKER_SERVER under 'secrets'")]
    public async Task A_login_that_is_refused_is_one_clear_message(string engine, string password, string advice)
    {
        using var registry = new TinyRegistry();
        await using var machine = await ContainerMachine.StartAsync(engine);
        var order = Order(machine, engine, registry, password);
        if (password.Length == 0) order = order with { Environment = [], Container = order.Container! with { Image = registry.Address + "/team/it:1" } };
        var end = await machine.RunAsync(order);
        Assert.Equal(126, end.ExitCode);
        Assert.StartsWith($"the image {registry.Address}/team/it:1 could not be pulled: ", end.Why, StringComparison.Ordinal);
        Assert.EndsWith(advice, end.Why, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', end.Why);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public async Task An_image_that_is_not_there_is_one_clear_message_and_is_not_asked_for_again(string engine)
    {
        using var registry = new TinyRegistry();
        await using var machine = await ContainerMachine.StartAsync(engine);
        var order = Order(machine, engine, registry, registry.Password);
        var end = await machine.RunAsync(order with { Container = order.Container! with { Image = "team/it:2" } });
        Assert.Equal(126, end.ExitCode);
        Assert.StartsWith($"the image {registry.Address}/team/it:2 could not be pulled: ", end.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("again in", machine.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_is_killed_in_the_middle_of_a_pull_leaves_no_login()
    {
        using var registry = new TinyRegistry();
        await using var machine = await ContainerMachine.StartAsync("podman");
        await machine.CallAsync(Order(machine, "podman", registry, registry.Password));
        await HalfAsync(registry, machine);
        var login = "/dev/shm/haggle-login-" + machine.Token;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(login));
        machine.Kill();
        await TestMachine.Until(() => !Directory.Exists(login), "the login is gone");
        registry.Rest.SetResult();
    }

    [Fact]
    public async Task A_pull_that_is_told_to_stop_stops()
    {
        using var registry = new TinyRegistry();
        await using var machine = await ContainerMachine.StartAsync("docker");
        await machine.CallAsync(Order(machine, "docker", registry, registry.Password));
        await HalfAsync(registry, machine);
        await machine.CallAsync(machine.Order("stop"));
        var end = await machine.EndedAsync();
        Assert.Equal((null, "stopped by order, before the program was started"), (end.ExitCode, end.Why));
        registry.Rest.SetResult();
    }

    private static async Task HalfAsync(TinyRegistry registry, TestMachine machine)
    {
        var state = await machine.WaitAsync(s => s.Phase == "ended" || registry.HalfIsOut.IsCompleted, "the pull is in the middle");
        Assert.True(registry.HalfIsOut.IsCompleted, state.Why);
    }

    private static OrderMessage Order(TestMachine machine, string engine, TinyRegistry registry, string password) =>
        machine.Order("run", "echo ran").InContainer(engine, c => c with { Image = "team/it:1" }) with
        {
            Environment = new() { ["SKYPILOT_DOCKER_USERNAME"] = TinyRegistry.User, ["SKYPILOT_DOCKER_PASSWORD"] = password, ["SKYPILOT_DOCKER_SERVER"] = registry.Address },
            SecretNames = ["SKYPILOT_DOCKER_PASSWORD"],
        };

    private static IEnumerable<string> CommandLines()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            string text;
            try
            {
                text = File.ReadAllText(Path.Combine(folder, "cmdline"));
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            yield return text;
        }
    }
}
