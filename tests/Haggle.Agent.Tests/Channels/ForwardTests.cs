using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Haggle.Agent.Tests.Running;
using Haggle.Wire.Agent;
using Haggle.Wire.Channels;

namespace Haggle.Agent.Tests.Channels;

public sealed class ForwardTests
{
    private const int Many = 100;

    [Fact]
    public async Task A_hundred_connections_at_once_each_get_their_own_bytes_back()
    {
        await using var there = await ChannelMachine.StartAsync();
        using var echo = new EchoPort();
        await Task.WhenAll(Enumerable.Range(0, Many).Select(async number =>
        {
            var channel = await there.OpenAsync(new ChannelRequest { Kind = "tcp", Port = echo.Port });
            var sent = new byte[100_000 + number];
            new Random(number).NextBytes(sent);
            var back = new MemoryStream();
            var sending = Task.Run(async () =>
            {
                await channel.SendAsync(sent, TestMachine.Limit());
                await channel.EndAsync(TestMachine.Limit());
            });
            await channel.ReadAllAsync((bytes, _) =>
            {
                back.Write(bytes.Span);
                return ValueTask.CompletedTask;
            }, TestMachine.Limit());
            await sending;
            Assert.Equal(SHA256.HashData(sent), SHA256.HashData(back.ToArray()));
        }));
    }

    [Fact]
    public async Task A_direction_that_ends_leaves_the_other_one_open()
    {
        await using var there = await ChannelMachine.StartAsync();
        using var listener = Listen();
        var channel = await there.OpenAsync(new ChannelRequest { Kind = "tcp", Port = PortOf(listener) });
        using var accepted = await listener.AcceptAsync(TestMachine.Limit());
        await channel.SendAsync("question"u8.ToArray(), TestMachine.Limit());
        await channel.EndAsync(TestMachine.Limit());
        var buffer = new byte[100];
        var length = 0;
        for (int count; (count = await accepted.ReceiveAsync(buffer.AsMemory(length), TestMachine.Limit())) > 0;) length += count;
        Assert.Equal(8, length);
        await accepted.SendAsync("answer"u8.ToArray(), TestMachine.Limit());
        accepted.Shutdown(SocketShutdown.Send);
        Assert.Equal("answer", await ChannelMachine.TextAsync(channel));
    }

    [Fact]
    public async Task Whoever_does_not_read_holds_up_his_sender_and_nobody_else()
    {
        await using var there = await ChannelMachine.StartAsync();
        using var listener = Listen();
        using var echo = new EchoPort();
        var slow = await there.OpenAsync(new ChannelRequest { Kind = "tcp", Port = PortOf(listener) });
        using var flooding = await listener.AcceptAsync(TestMachine.Limit());
        long sent = 0;
        using var enough = new CancellationTokenSource();
        var flood = Task.Run(async () =>
        {
            var bytes = new byte[64 * 1024];
            while (true) Interlocked.Add(ref sent, await flooding.SendAsync(bytes, enough.Token));
        });

        // Others get through while it stands; nobody keeps more of the flood in memory than the window and the kernel's buffers.
        for (var i = 0; i < 50; i++)
        {
            var quick = await there.OpenAsync(new ChannelRequest { Kind = "tcp", Port = echo.Port });
            await quick.SendAsync("x"u8.ToArray(), TestMachine.Limit());
            await quick.EndAsync(TestMachine.Limit());
            Assert.Equal("x", await ChannelMachine.TextAsync(quick));
        }

        long seen;
        do
        {
            seen = Interlocked.Read(ref sent);
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
        while (Interlocked.Read(ref sent) != seen);
        Assert.InRange(seen, 1, 24L * 1024 * 1024);

        // And once he reads, all of it comes.
        await enough.CancelAsync();
        await Task.WhenAny(flood);
        flooding.Shutdown(SocketShutdown.Send);
        long got = 0;
        await slow.ReadAllAsync((bytes, _) =>
        {
            got += bytes.Length;
            return ValueTask.CompletedTask;
        }, TestMachine.Limit());
        Assert.True(got >= seen, $"{got} of {seen} bytes came");
    }

    [Fact]
    public async Task A_port_on_which_nobody_listens_is_told_in_words()
    {
        await using var there = await ChannelMachine.StartAsync();
        int port;
        using (var listener = Listen()) port = PortOf(listener);
        var refusal = await Assert.ThrowsAsync<ChannelBrokenException>(() => there.OpenAsync(new ChannelRequest { Kind = "tcp", Port = port }));
        Assert.Equal(($"nothing listens on port {port} there", true), (refusal.Message, refusal.IsAnswer));
        Assert.Equal("nothing listens on there.sock there", (await Assert.ThrowsAsync<ChannelBrokenException>(() => there.OpenAsync(new ChannelRequest { Kind = "unix", Path = "there.sock" }))).Message);
        Assert.Contains("does not know 'moon'", (await Assert.ThrowsAsync<ChannelBrokenException>(() => there.OpenAsync(new ChannelRequest { Kind = "moon" }))).Message);
    }

    [Fact]
    public async Task A_unix_socket_of_the_program_is_reached_by_its_name_in_the_working_folder()
    {
        await using var there = await ChannelMachine.StartAsync();
        await there.Machine.CallAsync();
        Directory.CreateDirectory(there.Machine.In("work"));
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(there.Machine.In("work/a.sock")));
        listener.Listen();
        var channel = await there.OpenAsync(new ChannelRequest { Kind = "unix", Path = "a.sock" });
        using var accepted = await listener.AcceptAsync(TestMachine.Limit());
        await accepted.SendAsync("hello"u8.ToArray(), TestMachine.Limit());
        accepted.Shutdown(SocketShutdown.Send);
        Assert.Equal("hello", await ChannelMachine.TextAsync(channel));
    }

    [Fact]
    public async Task A_torn_connection_tears_the_other_side_and_is_no_quiet_end()
    {
        await using var there = await ChannelMachine.StartAsync();
        using var listener = Listen();
        var channel = await there.OpenAsync(new ChannelRequest { Kind = "tcp", Port = PortOf(listener) });
        var accepted = await listener.AcceptAsync(TestMachine.Limit());
        accepted.LingerState = new LingerOption(true, 0);
        accepted.Dispose();
        await Assert.ThrowsAsync<ChannelBrokenException>(() => ChannelMachine.TextAsync(channel));
    }

    [Theory]
    [InlineData(new byte[] { (byte)'d', 0, 0, 0, 1, 0x7f, 0, 0, 0 })]
    [InlineData(new byte[] { (byte)'o', 0, 0, 0, 1, 0, 0, 0, 2, (byte)'[', (byte)']' })]
    [InlineData(new byte[] { (byte)'o', 0, 0, 0, 1, 0, 0, 0, 1, (byte)'{' })]
    [InlineData(new byte[] { (byte)'o', 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff })]
    public async Task A_caller_that_sends_no_frames_is_cut_off_and_harms_nobody(byte[] bytes)
    {
        await using var machine = new TestMachine();
        await using var line = new AgentLine(await machine.OpenAsync());
        await line.WriteAsync(machine.Request("channels"), AgentJson.Default.AgentRequest, TestMachine.Limit());
        await line.ReadAsync(AgentJson.Default.AgentReply, TestMachine.Limit());
        await line.WriteBytesAsync(bytes, TestMachine.Limit());
        Assert.Equal(0, await line.ReadBytesAsync(new byte[100], TestMachine.Limit()));
        Assert.Equal("idle", (await machine.CallAsync()).Phase);
    }

    private static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }

    private static int PortOf(Socket listener) => ((IPEndPoint)listener.LocalEndPoint!).Port;

    /// <summary>Gives everybody back what he sends.</summary>
    private sealed class EchoPort : IDisposable
    {
        private readonly Socket _listener = Listen();

        public EchoPort() => _ = RunAsync();

        public int Port => PortOf(_listener);

        public void Dispose() => _listener.Dispose();

        private async Task RunAsync()
        {
            while (true) _ = EchoAsync(await _listener.AcceptAsync());
        }

        private static async Task EchoAsync(Socket socket)
        {
            using (socket)
            {
                var buffer = new byte[64 * 1024];
                for (int count; (count = await socket.ReceiveAsync(buffer)) > 0;)
                    for (var sent = 0; sent < count;) sent += await socket.SendAsync(buffer.AsMemory(sent, count - sent));
                socket.Shutdown(SocketShutdown.Send);
            }
        }
    }
}
