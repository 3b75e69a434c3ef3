using System.Text;
using Haggle.Agent.Tests.Running;
using Haggle.Wire.Agent;
using Haggle.Wire.Channels;

namespace Haggle.Agent.Tests.Channels;

/// <summary>A machine with a real agent, and a connection of channels to it.</summary>
internal sealed class ChannelMachine : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly AgentLine _line;
    private readonly Task _hearing;

    private ChannelMachine(TestMachine machine, AgentLine line)
    {
        (Machine, _line) = (machine, line);
        Line = new ChannelLine(line.Raw());
        _hearing = Line.RunAsync(_over.Token);
    }

    public TestMachine Machine { get; }

    public ChannelLine Line { get; }

    public static Task<ChannelMachine> StartAsync() => OfAsync(new TestMachine());

    public static async Task<ChannelMachine> OfAsync(TestMachine machine)
    {
        var line = new AgentLine(await machine.OpenAsync());
        await line.WriteAsync(machine.Request("channels"), AgentJson.Default.AgentRequest, TestMachine.Limit());
        Assert.Equal("", (await line.ReadAsync(AgentJson.Default.AgentReply, TestMachine.Limit()))!.Error);
        return new ChannelMachine(machine, line);
    }

    public async Task<AgentChannel> OpenAsync(ChannelRequest request) => (await Line.OpenAsync(request, TestMachine.Limit())).Channel;

    public static async Task<string> TextAsync(AgentChannel channel)
    {
        var text = new StringBuilder();
        await channel.ReadAllAsync((bytes, _) =>
        {
            text.Append(Encoding.UTF8.GetString(bytes.Span));
            return ValueTask.CompletedTask;
        }, TestMachine.Limit());
        return text.ToString();
    }

    /// <summary>Reads until a text has come.</summary>
    public static async Task<string> UntilAsync(AgentChannel channel, string wanted)
    {
        var text = "";
        var buffer = new byte[4096];
        while (!text.Contains(wanted, StringComparison.Ordinal))
        {
            var count = await channel.ReadAsync(buffer, TestMachine.Limit());
            Assert.True(count > 0, $"it ended without '{wanted}':\n{text}");
            text += Encoding.UTF8.GetString(buffer, 0, count);
        }

        return text;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _line.DisposeAsync();
        await _hearing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Machine.DisposeAsync();
        _over.Dispose();
    }
}
