using System.Diagnostics;
using System.Net.Sockets;

namespace Haggle.Bench.Harness;

/// <summary>A real server on a state folder of its own, with a client; both end with it.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;

    private LocalServer(Process process, string home)
    {
        _process = process;
        Home = home;
        Client = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, token) => ConnectAsync(Socket(home), token) }) { BaseAddress = new Uri("http://haggle") };
    }

    public string Home { get; }

    public HttpClient Client { get; }

    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["HAGGLE_HOME"] = Home };

    public static Task<LocalServer> StartAsync(Place place, CancellationToken cancellationToken) => StartAsync(place, "home", cancellationToken);

    /// <summary>Starts one on a folder of this name, which may hold its configuration already.</summary>
    public static async Task<LocalServer> StartAsync(Place place, string name, CancellationToken cancellationToken)
    {
        var home = Directory.CreateDirectory(Path.Combine(place.Temporary, name)).FullName;
        var info = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        foreach (var argument in (string[])["-c", "exec \"$0\" --home \"$1\" >\"$1/server.log\" 2>&1 </dev/null", place.Program("haggle-server"), home]) info.ArgumentList.Add(argument);
        var process = Process.Start(info) ?? throw new InvalidOperationException("the server cannot be started");
        var from = TimeProvider.System.GetTimestamp();
        while (!await AnswersAsync(home, cancellationToken))
        {
            if (process.HasExited || TimeProvider.System.GetElapsedTime(from) > Patience)
                throw new InvalidOperationException($"the server does not start: {await File.ReadAllTextAsync(Path.Combine(home, "server.log"), cancellationToken)}");
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }

        return new LocalServer(process, home);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        // Only this server: machines that it left would end by themselves, and the benchmarks take theirs down before.
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private static string Socket(string home) => Path.Combine(home, "server.sock");

    private static async Task<bool> AnswersAsync(string home, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await ConnectAsync(Socket(home), cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
