using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;

namespace Haggle.Agent.Tests.Running;

/// <summary>The metadata service of an EC2 machine on the loopback, version 2: nothing without a session's token.</summary>
internal sealed class PretendedMetadata : IDisposable
{
    private readonly HttpListener _listener = new();
    private int _tokens;

    public PretendedMetadata()
    {
        // A port that somebody else takes in between is tried again with another one.
        for (var attempt = 0; ; attempt++)
        {
            Address = new Uri($"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}/");
            _listener.Prefixes.Clear();
            _listener.Prefixes.Add(Address.ToString());
            try
            {
                _listener.Start();
                break;
            }
            catch (HttpListenerException) when (attempt < 20)
            {
            }
        }

        _ = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>What a path answers; what is not there is 404.</summary>
    public ConcurrentDictionary<string, string> Says { get; } = [];

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>Sessions so far; a new one ends the one before.</summary>
    public int Sessions => Volatile.Read(ref _tokens);

    /// <summary>All sessions end.</summary>
    public void ForgetSessions() => Interlocked.Increment(ref _tokens);

    public void Dispose() => _listener.Close();

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true) await AnswerAsync(await _listener.GetContextAsync());
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
        {
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (request, path) = (context.Request, context.Request.Url!.AbsolutePath);
        Asked.Enqueue($"{request.HttpMethod} {path}");
        var (status, text) = request.HttpMethod == "PUT" && path == "/latest/api/token" && request.Headers["X-aws-ec2-metadata-token-ttl-seconds"] == "21600"
            ? (200, $"token-{Interlocked.Increment(ref _tokens)}")
            : request.Headers["X-aws-ec2-metadata-token"] != $"token-{Sessions}" ? (401, "") : Says.TryGetValue(path, out var said) ? (200, said) : (404, "");
        context.Response.StatusCode = status;
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
        context.Response.Close();
    }
}
