using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Haggle.Wire.Rest;

namespace Haggle.EndToEnd.Tests;

public sealed class TunnelTests
{
    private const int Many = 100;
    private const int Large = 1 << 30;

    // On each connection a letter says what is wanted: everything back, the hash of everything, or the number of the attempt.
    private const string Program = """
        name: ports
        run: |
          cat > serve.py <<'END'
          import hashlib, os, socketserver, sys
          class Serve(socketserver.StreamRequestHandler):
              rbufsize = 1 << 17
              def handle(self):
                  kind = self.rfile.read(1)
                  if kind == b"a": self.wfile.write(os.environ["HAGGLE_EPOCH"].encode()); return
                  hash = hashlib.sha256()
                  while True:
                      piece = self.rfile.read1(1 << 17)
                      if not piece: break
                      hash.update(piece) if kind == b"h" else self.wfile.write(piece)
                  if kind == b"h": self.wfile.write(hash.hexdigest().encode())
          class Server(socketserver.ThreadingTCPServer):
              request_queue_size = 200
              daemon_threads = True
          with Server(("127.0.0.1", 0), Serve) as server:
              print("port", server.server_address[1], "of attempt", os.environ["HAGGLE_EPOCH"], flush=True)
              open(os.path.expanduser(os.environ["PORT_FILE"]), "w").write(str(server.server_address[1]))
              server.serve_forever()
          END
          exec python3 serve.py
        """;

    [Fact]
    public async Task A_tunnel_carries_a_hundred_connections_and_a_gigabyte_without_a_wrong_byte()
    {
        await using var home = new Home();
        var (run, port) = await ServeAsync(home);
        using var tunnel = home.Start("tunnel", run, "0:" + port, "0:1", "--json");
        var ends = await EndsAsync(tunnel);

        await Task.WhenAll(Enumerable.Range(0, Many).Select(async number =>
        {
            var sent = new byte[50_000 + number];
            new Random(number).NextBytes(sent);
            sent[0] = (byte)'e';
            Assert.Equal(sent[1..], await TalkAsync(ends[0], stream => stream.WriteAsync(sent).AsTask()));
        }));

        var piece = RandomNumberGenerator.GetBytes(1 << 20);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var answer = await TalkAsync(ends[0], async stream =>
        {
            await stream.WriteAsync("h"u8.ToArray());
            for (var sent = 0; sent < Large; sent += piece.Length)
            {
                piece[sent % 1000]++;
                hash.AppendData(piece);
                await stream.WriteAsync(piece);
            }
        });
        Assert.Equal(Convert.ToHexStringLower(hash.GetHashAndReset()), Encoding.ASCII.GetString(answer));

        // Where nobody listens there is no quiet end, and one line that says it.
        await Assert.ThrowsAnyAsync<Exception>(async () => await TalkAsync(ends[1], stream => stream.WriteAsync("e"u8.ToArray()).AsTask()));
        await tunnel.SaysAsync("Nothing listens on port 1 there.");
        Assert.Contains("is taken on this computer", (await home.RunAsync("tunnel", run, $"{ends[0]}:{port}")).Expect(2).Error);

        await home.OkAsync("down", run);
        Assert.Contains($"Run {run} (ports) is over", (await tunnel.EndAsync()).Expect(0).Error);
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task A_tunnel_finds_the_next_machine_after_a_reclaim_and_the_next_server_after_a_crash()
    {
        await using var home = new Home();
        var (run, port) = await ServeAsync(home);
        using var tunnel = home.Start("tunnel", run, "0:" + port, "--json");
        var local = (await EndsAsync(tunnel))[0];
        Assert.Equal("1", await AttemptAsync(local));

        await home.KillServerAsync();
        await Wait.ForAsync("the tunnel leads there again", async () => await AttemptAsync(local));

        File.Delete(PortFile(home));
        await home.OkAsync("reclaim", run, "--notice", "0s");
        await home.UntilLogAsync(run, "of attempt 2");
        // The program's port is another one now; a tunnel to the new one is a new tunnel, but this one leads to the new machine: nobody listens there.
        var second = await PortAsync(home);
        using var fresh = home.Start("tunnel", run, "0:" + second, "--json");
        var next = (await EndsAsync(fresh))[0];
        Assert.Equal("2", await Wait.ForAsync("the new tunnel leads there", async () => await AttemptAsync(next)));
        await tunnel.SaysAsync("Connected again, to attempt 2.");

        tunnel.Signal(Processes.Interrupt);
        Assert.Contains("The tunnel is closed; the run goes on.", (await tunnel.EndAsync()).Expect(0).Error);
        await home.OkAsync("down", run);
        (await fresh.EndAsync()).Expect(0);
        await home.LeavesNothingAsync();
    }

    private static string PortFile(Home home) => Path.Combine(home.Work, "port");

    private static async Task<(string Run, string Port)> ServeAsync(Home home)
    {
        var run = await home.LaunchAsync(home.Write("task.yaml", Program), "--env", "PORT_FILE=" + PortFile(home));
        return (run, await PortAsync(home));
    }

    private static Task<string> PortAsync(Home home) =>
        Wait.ForAsync("the program listens", async () => File.Exists(PortFile(home)) && await File.ReadAllTextAsync(PortFile(home)) is { Length: > 0 } port ? port : null);

    private static async Task<int[]> EndsAsync(Command tunnel)
    {
        await tunnel.SaysAsync("]\n}");
        return [.. System.Text.Json.JsonSerializer.Deserialize(tunnel.Out, RestJson.Default.TunnelMessage)!.Ends.Select(end => end.LocalPort)];
    }

    private static async Task<string?> AttemptAsync(int port)
    {
        try
        {
            return await TalkAsync(port, stream => stream.WriteAsync("a"u8.ToArray()).AsTask()) is { Length: > 0 } said ? Encoding.ASCII.GetString(said) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Says something, ends its direction, and hears everything that comes back meanwhile.</summary>
    private static async Task<byte[]> TalkAsync(int port, Func<Stream, Task> say)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        await using var stream = client.GetStream();
        using var heard = new MemoryStream();
        var hearing = stream.CopyToAsync(heard, TestContext.Current.CancellationToken);
        await say(stream);
        client.Client.Shutdown(SocketShutdown.Send);
        await hearing;
        return heard.ToArray();
    }
}
