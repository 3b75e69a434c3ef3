using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Haggle.Agent.Containers;

/// <summary>Pulls through docker's own service on its socket: it tells bytes, and the login goes in a header that nobody else sees.</summary>
internal static class DockerService
{
    private const string Scheme = "unix://";

    /// <summary>Whether a service's address is a socket on this machine.</summary>
    public static bool IsHere(string address) => address.StartsWith(Scheme, StringComparison.Ordinal);

    /// <summary>Pulls an image.</summary>
    /// <param name="address">The service's address.</param>
    /// <param name="image">The image.</param>
    /// <param name="login">The login, or null.</param>
    /// <param name="told">Hears of each line of progress.</param>
    /// <param name="cancellationToken">Gives up; the service stops when nobody listens.</param>
    /// <returns>What went wrong; "" for nothing.</returns>
    public static async Task<string> PullAsync(string address, string image, RegistryLogin? login, Action<PullProgress> told, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { ConnectCallback = (_, token) => ConnectAsync(address[Scheme.Length..], token), UseProxy = false };
        using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://docker/images/create?{Query(image)}");
        if (login is not null) request.Headers.Add("X-Registry-Auth", login.Header());
        var progress = new PullProgress();
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken), Encoding.UTF8);
            while (await lines.ReadLineAsync(cancellationToken) is { } line)
            {
                progress.Take(line);
                told(progress);
            }

            if (progress.Error.Length > 0) return progress.Error;
            return answer.StatusCode is HttpStatusCode.OK ? "" : $"docker's service answered {(int)answer.StatusCode}";
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or SocketException)
        {
            return $"docker's service hung up: {fault.Message}";
        }
    }

    private static string Query(string image)
    {
        // Without a tag the service would fetch all of them.
        var at = image.IndexOf('@', StringComparison.Ordinal);
        if (at > 0) return $"fromImage={Uri.EscapeDataString(image)}";
        var colon = image.LastIndexOf(':');
        var (name, tag) = colon > image.LastIndexOf('/') ? (image[..colon], image[(colon + 1)..]) : (image, "latest");
        return $"fromImage={Uri.EscapeDataString(name)}&tag={Uri.EscapeDataString(tag)}";
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
