using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Haggle.Bench.Harness;
using Haggle.Bench.Latency;
using Haggle.Wire.Rest;

namespace Haggle.Bench.Tunnels;

/// <summary>
/// Bytes through `haggle tunnel` (this command, the server, the agent: three processes) and through a bare relay (one loop that copies from socket to socket),
/// in turn; one connection, a hundred at once, and how long a small question takes.
/// </summary>
internal sealed class TunnelBench : IBenchmark
{
    private const int Rounds = 7;
    private const int Large = 256 << 20;
    private const int Many = 100;
    private const int Questions = 200;

    public string Name => "tunnel";

    public string What => "Bytes through `haggle tunnel` on the local provider, against a bare relay of sockets in the same run.";

    public async Task<Report> RunAsync(Place place, CancellationToken cancellationToken)
    {
        await using var server = await LocalServer.StartAsync(place, cancellationToken);
        var client = new RunClient(server.Client);
        var (run, _) = await client.LaunchAsync("tunnel", "echo begun; sleep 3600", cancellationToken);
        using var sink = new SinkPort();
        using var relay = new Relay(sink.Port);
        try
        {
            await client.FirstLineAsync(run, cancellationToken);
            using var tunnel = Process.Start(Started.With(
                place.Program("haggle"), ["tunnel", run.ToString(CultureInfo.InvariantCulture), $"0:{sink.Port}", "--json"], server.Environment)) ?? throw new InvalidOperationException("haggle cannot be started");
            try
            {
                var port = await PortAsync(tunnel, cancellationToken);
                return Tell(await MeasureAsync(relay.Port, port, cancellationToken));
            }
            finally
            {
                tunnel.Kill();
            }
        }
        finally
        {
            await client.DownAsync(run, CancellationToken.None);
        }
    }

    private static async Task<int> PortAsync(Process tunnel, CancellationToken cancellationToken)
    {
        var text = "";
        while (await tunnel.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            text += line + "\n";
            if (line == "}") return JsonSerializer.Deserialize(text, RestJson.Default.TunnelMessage)!.Ends[0].LocalPort;
        }

        throw new InvalidOperationException("the tunnel did not open");
    }

    private static async Task<(Samples Relay, Samples Tunnel)[]> MeasureAsync(int relay, int tunnel, CancellationToken cancellationToken)
    {
        var pairs = ((string Name, Func<int, Task> Do, int Count)[])
        [
            ($"{Large >> 20} MiB over one connection", port => SendAsync(port, Large, cancellationToken), 1),
            ($"{Large >> 20} MiB over {Many} connections at once", port => Task.WhenAll(Enumerable.Range(0, Many).Select(_ => SendAsync(port, Large / Many, cancellationToken))), 1),
            ("one byte there and back on an open connection", port => AskAsync(port, cancellationToken), Questions),
            ("a new connection, one byte there and back", port => SendAsync(port, 1, cancellationToken), 1),
        ];
        var measured = pairs.Select(pair => (Relay: new Samples(pair.Name), Tunnel: new Samples(pair.Name))).ToArray();
        for (var round = -1; round < Rounds; round++)
        {
            for (var i = 0; i < pairs.Length; i++)
            {
                foreach (var isTunnel in round % 2 == 0 ? (bool[])[true, false] : [false, true])
                {
                    var from = TimeProvider.System.GetTimestamp();
                    await pairs[i].Do(isTunnel ? tunnel : relay);
                    if (round >= 0) (isTunnel ? measured[i].Tunnel : measured[i].Relay).Add(TimeProvider.System.GetElapsedTime(from), pairs[i].Count);
                }
            }
        }

        return measured;
    }

    /// <summary>Sends so many bytes, ends, and waits for the count that the other end has seen.</summary>
    private static async Task SendAsync(int port, int length, CancellationToken cancellationToken)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        var stream = client.GetStream();
        var piece = new byte[Math.Min(length, 128 * 1024)];
        piece[0] = SinkPort.Count;
        for (var sent = 0; sent < length; sent += piece.Length) await stream.WriteAsync(piece.AsMemory(0, Math.Min(piece.Length, length - sent)), cancellationToken);
        client.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        var seen = await reader.ReadToEndAsync(cancellationToken);
        if (seen != length.ToString(CultureInfo.InvariantCulture)) throw new InvalidOperationException($"{seen} of {length} bytes arrived");
    }

    private static async Task AskAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        var stream = client.GetStream();
        var one = new byte[] { SinkPort.Echo };
        for (var i = 0; i < Questions; i++)
        {
            await stream.WriteAsync(one, cancellationToken);
            await stream.ReadExactlyAsync(one, cancellationToken);
        }
    }

    private static Report Tell((Samples Relay, Samples Tunnel)[] measured)
    {
        var report = new Report("what", "relay", "tunnel", "tunnel p90", "ratio", "tunnel");
        foreach (var (relay, tunnel) in measured)
        {
            var isLarge = relay.Name.Contains("MiB", StringComparison.Ordinal);
            var speed = isLarge ? string.Create(CultureInfo.InvariantCulture, $"{Large / (tunnel.Median / 1e9) / 1e6:0} MB/s") : "";
            report.Row(relay.Name, Text.Time(relay.Median), Text.Time(tunnel.Median), Text.Time(tunnel.P90), string.Create(CultureInfo.InvariantCulture, $"{tunnel.Over(relay):0.0}x"), speed);
            if (isLarge) report.Goal(tunnel.Over(relay) <= 6, string.Create(CultureInfo.InvariantCulture, $"{relay.Name}: at most 6x a bare relay ({tunnel.Over(relay):0.0}x): six copies between sockets more than it has"));
        }

        report.Remarks.Add("The relay is one loop for each direction that reads 128 KiB and writes them, in the benchmark's process. The tunnel crosses three processes (haggle, haggle-server, haggle-agent) and two unix sockets between them; sender and receiver are the benchmark's process in both cases. All share the two cores.");
        return report;
    }
}
