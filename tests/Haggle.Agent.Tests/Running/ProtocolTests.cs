using System.Text;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Tests.Running;

public sealed class ProtocolTests
{
    [Fact]
    public async Task Only_the_key_and_the_epoch_open_the_door()
    {
        await using var machine = new TestMachine(epoch: 3);
        foreach (var (request, error) in ((AgentRequest, string)[])[
            (machine.Request("call"), ""),
            (machine.Request("call") with { Key = "guess" }, "wrong key"),
            (machine.Request("call") with { Epoch = 2 }, "stale epoch"),
            (machine.Request("call") with { Epoch = 4 }, "stale epoch"),
            (machine.Request("end") with { Epoch = 2 }, "stale epoch"),
            (machine.Request("exec") with { Key = "" }, "wrong key"),
            (machine.Request("dance"), "unknown request"),
            (machine.Request("call") with { Order = machine.Order("fly") }, "the stage \"fly\" is not known; use hold, setup, run or stop"),
            (machine.Request("put") with { Text = "../../x", Length = 0 }, "the bundle was not taken: a bundle is named by its SHA-256 in lower-case hex"),
        ])
        {
            await using var line = new AgentLine(await machine.OpenAsync());
            await line.WriteAsync(request, AgentJson.Default.AgentRequest, TestMachine.Limit());
            var reply = await line.ReadAsync(AgentJson.Default.AgentReply, TestMachine.Limit());
            Assert.Equal((error, machine.Token), (reply!.Error, reply.Token));
        }
    }

    [Theory]
    [InlineData("{\"type\":\n")]
    [InlineData("null\n")]
    [InlineData("\n")]
    [InlineData("{}\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    public async Task A_caller_that_speaks_another_language_is_cut_off_and_harms_nobody(string text)
    {
        await using var machine = new TestMachine();
        await using var stream = await machine.OpenAsync();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        Assert.Equal(0, await stream.ReadAsync(new byte[10], TestMachine.Limit()));
        Assert.Equal("idle", (await machine.CallAsync()).Phase);
    }

    [Fact]
    public async Task A_line_without_end_is_cut_off_at_its_limit()
    {
        await using var machine = new TestMachine();
        await using var stream = await machine.OpenAsync();
        var flood = new byte[64 * 1024];
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            for (var sent = 0; sent < 64 * AgentLine.MaxLineBytes; sent += flood.Length) await stream.WriteAsync(flood, TestMachine.Limit());
        });
        Assert.Equal("idle", (await machine.CallAsync()).Phase);
    }

    [Fact]
    public async Task Orders_are_levels_and_the_same_one_again_does_nothing()
    {
        await using var machine = new TestMachine();
        var order = machine.Order("run", "echo ran; sleep 0.3", setup: "echo prepared");
        Assert.Equal("idle", (await machine.CallAsync(machine.Order("hold"))).Phase);
        await machine.CallAsync(machine.Order("setup", "", "echo prepared"));
        await machine.WaitAsync(s => s.SetupDone, "setup is over");
        Assert.Equal("prepared\n", machine.Log);
        for (var i = 0; i < 3; i++) await machine.CallAsync(order);
        await machine.CallAsync(machine.Order("hold", id: "late"));
        Assert.Equal(0, (await machine.EndedAsync()).ExitCode);
        await machine.CallAsync(order with { Id = "again" });
        Assert.Equal("prepared\nran\n", machine.Log);
    }

    [Fact]
    public async Task A_log_read_while_it_grows_is_the_log_to_the_byte()
    {
        await using var machine = new TestMachine();
        await machine.CallAsync(machine.Order("run", "for i in $(seq 1 20000); do echo \"line $i\"; done; echo last >&2"));
        async Task<string> ReadAll(int piece)
        {
            await using var line = new AgentLine(await machine.OpenAsync());
            using var all = new MemoryStream();
            while (!(all.Length > 0 && Encoding.UTF8.GetString(all.ToArray()).EndsWith("last\n", StringComparison.Ordinal)))
            {
                all.Write(await machine.LogAsync(all.Length, piece, line));
            }

            return Encoding.UTF8.GetString(all.ToArray());
        }

        var expected = string.Concat(Enumerable.Range(1, 20000).Select(i => $"line {i}\n")) + "last\n";
        foreach (var read in await Task.WhenAll(ReadAll(997), ReadAll(64 * 1024), ReadAll(1 << 20))) Assert.Equal(expected, read);
        var end = await machine.EndedAsync();
        Assert.Equal(expected.Length, end.LogLength);
        var reply = await machine.AskAsync(machine.Request("log") with { Offset = expected.Length, Length = 10 });
        Assert.Equal((0L, true), (reply.Length, reply.AtEnd));
    }

    [Fact]
    public async Task A_command_runs_beside_the_program_with_its_environment()
    {
        await using var machine = new TestMachine();
        await machine.RunAsync(machine.Order("run", "true") with { Environment = new() { ["COLOUR"] = "blue" } });
        await using var line = new AgentLine(await machine.OpenAsync());
        var request = machine.Request("exec") with { Text = "pwd; echo $COLOUR; echo err >&2; exit 7" };
        await line.WriteAsync(request, AgentJson.Default.AgentRequest, TestMachine.Limit());
        using var output = new MemoryStream();
        while (true)
        {
            var reply = (await line.ReadAsync(AgentJson.Default.AgentReply, TestMachine.Limit()))!;
            if (reply.AtEnd)
            {
                Assert.Equal(7, reply.ExitCode);
                break;
            }

            var bytes = new byte[reply.Length];
            for (var at = 0; at < bytes.Length;) at += await line.ReadBytesAsync(bytes.AsMemory(at), TestMachine.Limit());
            output.Write(bytes);
        }

        Assert.Equal($"{machine.In("work")}\nblue\nerr\n", Encoding.UTF8.GetString(output.ToArray()));
    }
}
