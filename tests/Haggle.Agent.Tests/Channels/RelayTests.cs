using System.Net;
using System.Net.Sockets;
using Haggle.Agent.Tests.Running;
using Haggle.Wire.Channels;

namespace Haggle.Agent.Tests.Channels;

/// <summary>Many short conversations through both ends of a tunnel, ended in every order in which two programs can end one: each answer must come whole.</summary>
public sealed class RelayTests
{
    private const int Conversations = 150;
    private const int AtOnce = 15;

    [Theory]
    [InlineData(Ending.ServerCloses)]
    [InlineData(Ending.ServerEndsItsDirection)]
    [InlineData(Ending.ClientEndsItsDirectionFirst)]
    [InlineData(Ending.ClientEndsAfterTheAnswer)]
    public async Task Every_answer_comes_whole_in_whatever_order_the_two_end(Ending ending)
    {
        await using var there = await ChannelMachine.StartAsync();
        using var server = Listen();
        using var front = Listen();
        var failures = new List<string>();
        var serving = Enumerable.Range(0, AtOnce).Select(_ => ServeAsync(server, ending)).ToArray();
        var leading = Enumerable.Range(0, AtOnce).Select(_ => LeadAsync(front, there, PortOf(server))).ToArray();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async lane =>
        {
            for (var i = lane; i < Conversations; i += AtOnce)
            {
                // Some answers fit into one packet with the end behind it, some are longer than every buffer on the way.
                var length = i % 3 == 0 ? 300_000 + i : 20 + i;
                var came = await AskAsync(PortOf(front), length, ending);
                if (came != length) lock (failures) failures.Add($"conversation {i}: {came} of {length} bytes");
            }
        }));
        Assert.Empty(failures);
        await Task.WhenAll([.. serving, .. leading]);
    }

    [Fact]
    public async Task Whoever_waits_to_send_when_the_connection_goes_away_is_told_that()
    {
        var stream = new StuckStream();
        var line = new ChannelLine(stream);
        var first = line.OpenAsync(new ChannelRequest { Kind = "tcp", Port = 1 }, TestMachine.Limit());
        var second = line.OpenAsync(new ChannelRequest { Kind = "tcp", Port = 1 }, TestMachine.Limit());
        await line.RunAsync(TestMachine.Limit());
        stream.Cut();
        await Assert.ThrowsAsync<ChannelBrokenException>(() => first);
        await Assert.ThrowsAsync<ChannelBrokenException>(() => second);
    }

    /// <summary>One conversation: four bytes say how much is wanted, and so much comes.</summary>
    private static async Task<int> AskAsync(int port, int length, Ending ending)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, TestMachine.Limit());
        await socket.SendAsync(BitConverter.GetBytes(length), TestMachine.Limit());
        if (ending == Ending.ClientEndsItsDirectionFirst) socket.Shutdown(SocketShutdown.Send);
        var came = 0;
        var buffer = new byte[64 * 1024];
        for (int count; came < length && (count = await socket.ReceiveAsync(buffer, TestMachine.Limit())) > 0;) came += count;
        if (ending == Ending.ClientEndsAfterTheAnswer) socket.Shutdown(SocketShutdown.Send);
        return came + await socket.ReceiveAsync(buffer, TestMachine.Limit());
    }

    private static async Task ServeAsync(Socket server, Ending ending)
    {
        for (var i = 0; i < Conversations / AtOnce; i++)
        {
            using var socket = await server.AcceptAsync(TestMachine.Limit());
            var question = new byte[4];
            for (var read = 0; read < 4;) read += await socket.ReceiveAsync(question.AsMemory(read), TestMachine.Limit());
            if (ending == Ending.ClientEndsItsDirectionFirst) Assert.Equal(0, await socket.ReceiveAsync(new byte[1], TestMachine.Limit()));
            var answer = new byte[BitConverter.ToInt32(question)];
            for (var sent = 0; sent < answer.Length;) sent += await socket.SendAsync(answer.AsMemory(sent), TestMachine.Limit());
            if (ending == Ending.ServerEndsItsDirection) socket.Shutdown(SocketShutdown.Send);
            if (ending is Ending.ServerEndsItsDirection or Ending.ClientEndsAfterTheAnswer) Assert.Equal(0, await socket.ReceiveAsync(new byte[1], TestMachine.Limit()));
        }
    }

    private static async Task LeadAsync(Socket front, ChannelMachine there, int port)
    {
        for (var i = 0; i < Conversations / AtOnce; i++)
        {
            var connection = await front.AcceptAsync(TestMachine.Limit());
            await ChannelRelay.JoinAsync(await there.OpenAsync(new ChannelRequest { Kind = "tcp", Port = port }), connection, TestMachine.Limit());
        }
    }

    private static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }

    private static int PortOf(Socket listener) => ((IPEndPoint)listener.LocalEndPoint!).Port;

    public enum Ending
    {
        /// <summary>Answers and closes, without waiting for the client's end: a server of HTTP/1.0.</summary>
        ServerCloses,

        /// <summary>Ends its direction and waits for the client's end.</summary>
        ServerEndsItsDirection,

        /// <summary>The client ends its direction behind the question, and the server answers only then.</summary>
        ClientEndsItsDirectionFirst,

        /// <summary>The server keeps the connection; the client ends it when it has its answer.</summary>
        ClientEndsAfterTheAnswer,
    }

    /// <summary>A connection whose other side has hung up while a write is still on its way.</summary>
    private sealed class StuckStream : MemoryStream
    {
        private readonly TaskCompletionSource cut = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Cut() => cut.TrySetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await cut.Task;
            throw new ObjectDisposedException("the connection");
        }
    }
}
