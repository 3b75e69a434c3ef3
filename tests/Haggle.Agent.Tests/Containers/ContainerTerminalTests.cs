using Haggle.Agent.Tests.Channels;
using Haggle.Agent.Tests.Running;
using Haggle.Wire.Channels;

namespace Haggle.Agent.Tests.Containers;

public sealed class ContainerTerminalTests
{
    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public async Task A_terminal_is_inside_knows_its_size_and_has_no_secrets_and_nothing_of_it_outlives_its_caller(string engine)
    {
        await using var there = await ChannelMachine.OfAsync(await ContainerMachine.StartAsync(engine));
        var order = there.Machine.Order("run", "echo up; sleep 1000").InContainer(engine) with { Environment = new() { ["PLAIN"] = "seen", ["TOKEN"] = "s3cr3t-value" }, SecretNames = ["TOKEN"] };
        await there.Machine.CallAsync(order);
        await there.Machine.WaitAsync(_ => there.Machine.Log.Contains("up\n", StringComparison.Ordinal), "the program runs");

        var shell = await there.OpenAsync(new ChannelRequest { Kind = "shell", Terminal = "xterm", Columns = 93, Rows = 31 });
        await TypeAsync(shell, "cat /etc/image; pwd; echo term=$TERM \"$PLAIN <$TOKEN>\" e''nd\n");
        var said = await ChannelMachine.UntilAsync(shell, " end");
        Assert.Contains("image 1", said);
        Assert.Contains(there.Machine.In("work"), said);
        Assert.Contains("term=xterm seen <> end", said);
        await shell.ResizeAsync(71, 22, TestMachine.Limit());
        await AskSizeAsync(shell, "22 71");
        await TypeAsync(shell, "exit 5\n");
        await ChannelMachine.TextAsync(shell);
        Assert.Equal(5, await shell.ExitCode);

        var left = await there.OpenAsync(new ChannelRequest { Kind = "shell", Terminal = "dumb", Columns = 80, Rows = 24 });
        await TypeAsync(left, "sleep 4321 & echo st''arted\n");
        await ChannelMachine.UntilAsync(left, "started");
        Assert.Contains("sleep 4321", await there.Machine.ExecAsync("ps"));
        await left.BreakAsync("gone", TestMachine.Limit());
        await TestMachine.Until(() => !Sleeps(), "what the shell ran is gone");
    }

    // The engine tells the terminal inside of its new size by and by.
    private static async Task AskSizeAsync(AgentChannel shell, string wanted)
    {
        await TypeAsync(shell, $"until [ \"$(stty size)\" = '{wanted}' ]; do sleep 0.05; done; echo si''zed\n");
        await ChannelMachine.UntilAsync(shell, "sized");
    }

    private static bool Sleeps() => Directory.EnumerateDirectories("/proc").Any(process =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")) == "sleep\04321\0";
        }
        catch (IOException)
        {
            return false;
        }
    });

    private static Task TypeAsync(AgentChannel channel, string text) => channel.SendAsync(TestMachine.Bytes(text), TestMachine.Limit());
}
