using Haggle.Agent.Tests.Running;
using Haggle.Wire.Channels;

namespace Haggle.Agent.Tests.Channels;

public sealed class ShellTests
{
    [Fact]
    public async Task A_shell_on_a_terminal_knows_its_size_and_ends_with_its_code()
    {
        await using var there = await ChannelMachine.StartAsync();
        var shell = await there.OpenAsync(new ChannelRequest { Kind = "shell", Terminal = "xterm", Columns = 93, Rows = 31 });
        await TypeAsync(shell, "stty size; echo term=$TERM mark=$HAGGLE_MACHINE\n");
        await ChannelMachine.UntilAsync(shell, $"term=xterm mark={there.Machine.Token}");
        await TypeAsync(shell, "stty size\n");
        Assert.Contains("31 93", await ChannelMachine.UntilAsync(shell, "31 93"));
        await shell.ResizeAsync(71, 22, TestMachine.Limit());
        await TypeAsync(shell, "stty size\n");
        await ChannelMachine.UntilAsync(shell, "22 71");
        await TypeAsync(shell, "exit 5\n");
        await ChannelMachine.TextAsync(shell);
        Assert.Equal(5, await shell.ExitCode);
    }

    [Fact]
    public async Task Ctrl_C_goes_to_the_command_in_front_and_not_to_the_shell()
    {
        await using var there = await ChannelMachine.StartAsync();
        var shell = await there.OpenAsync(new ChannelRequest { Kind = "shell", Terminal = "dumb", Columns = 80, Rows = 24 });
        await TypeAsync(shell, "echo asl''eep; sleep 1000\n");
        await ChannelMachine.UntilAsync(shell, "asleep");
        await TypeAsync(shell, "\u0003");
        await TypeAsync(shell, "echo aw''ake $?; exit\n");
        await ChannelMachine.UntilAsync(shell, "awake 130");
    }

    [Fact]
    public async Task A_shell_whose_caller_goes_leaves_nothing_running()
    {
        await using var there = await ChannelMachine.StartAsync();
        var shell = await there.OpenAsync(new ChannelRequest { Kind = "shell", Terminal = "dumb", Columns = 80, Rows = 24 });
        await TypeAsync(shell, "sleep 1234 & echo st''arted\n");
        await ChannelMachine.UntilAsync(shell, "started");
        var before = there.Machine.Processes().Count;
        await shell.BreakAsync("gone", TestMachine.Limit());
        await TestMachine.Until(() => there.Machine.Processes().Count < before - 1, "shell and sleep are gone");
    }

    [Fact]
    public async Task A_command_reads_what_is_sent_to_its_end_and_its_code_comes_last()
    {
        await using var there = await ChannelMachine.StartAsync();
        var sort = await there.OpenAsync(new ChannelRequest { Kind = "shell", Command = "sort; echo done >&2; exit 3" });
        await TypeAsync(sort, "b\na\n");
        await sort.EndAsync(TestMachine.Limit());
        Assert.Equal("a\nb\ndone\n", await ChannelMachine.TextAsync(sort));
        Assert.Equal(3, await sort.ExitCode);
    }

    [Fact]
    public async Task A_terminal_has_the_programs_environment_without_its_secrets_and_a_command_has_all_of_it()
    {
        await using var there = await ChannelMachine.StartAsync();
        var order = there.Machine.Order("run", "sleep 1000") with { Environment = new() { ["PLAIN"] = "seen", ["TOKEN"] = "s3cr3t-value" }, SecretNames = ["TOKEN"] };
        await there.Machine.CallAsync(order);
        var shell = await there.OpenAsync(new ChannelRequest { Kind = "shell", Terminal = "dumb", Columns = 80, Rows = 24, Command = "echo \"$PLAIN <$TOKEN>\"" });
        Assert.Equal("seen <>\r\n", await ChannelMachine.TextAsync(shell));
        var command = await there.OpenAsync(new ChannelRequest { Kind = "shell", Command = "echo \"$PLAIN <$TOKEN>\"" });
        Assert.Equal("seen <s3cr3t-value>\n", await ChannelMachine.TextAsync(command));
        Assert.Equal("seen <************>\n", await there.Machine.ExecAsync("echo \"$PLAIN <$TOKEN>\""));
    }

    private static Task TypeAsync(AgentChannel channel, string text) => channel.SendAsync(TestMachine.Bytes(text), TestMachine.Limit());
}
