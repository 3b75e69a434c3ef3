using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Haggle.Cli.Rest;

/// <summary>
/// HTTP/1.1 over a unix socket, one connection for each request. HttpClient would do as well but takes 45 ms to come up, more than the whole of
/// `haggle status` may cost; this takes 12 ms. The server at the other end is always our own.
/// </summary>
internal sealed class SocketTransport(string socketPath, Func<CancellationToken, Task>? revive = null) : IRestTransport
{
    public async Task<RestAnswer> SendAsync(RestCall call, CancellationToken cancellationToken)
    {
        var socket = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var stream = new NetworkStream(socket, ownsSocket: true);
            await stream.WriteAsync(Head(call), cancellationToken).ConfigureAwait(false);
            if (call.Body is { } body) await SendBodyAsync(stream, body, cancellationToken).ConfigureAwait(false);
            return await HttpAnswerReader.ReadAsync(stream, call.Method == "HEAD", cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException problem)
        {
            socket.Dispose();
            throw new IOException(problem.Message, problem);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Connects; a server that has died since it was found is started again once, which is safe while nothing has been said to it.</summary>
    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        for (var mayRevive = revive is not null; ; mayRevive = false)
        {
            // Connecting to a unix socket never waits for a network, so it is done in place.
            cancellationToken.ThrowIfCancellationRequested();
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                socket.Connect(new UnixDomainSocketEndPoint(socketPath));
                return socket;
            }
            catch (SocketException problem)
            {
                socket.Dispose();
                if (!mayRevive) throw new IOException($"{problem.Message} {socketPath}", problem);
            }

            await revive!(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
    }

    private static byte[] Head(RestCall call)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{call.Method} {call.Target} HTTP/1.1\r\nHost: haggle\r\n");
        head.Append(call.Upgrade is { } protocol ? $"Connection: Upgrade\r\nUpgrade: {protocol}\r\n" : "Connection: close\r\n");
        if (call.Body is { } body)
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: {call.ContentType}\r\nContent-Length: {body.Length - body.Position}\r\n");
        else if (call.Method is "POST" or "PUT") head.Append("Content-Length: 0\r\n");
        return Encoding.ASCII.GetBytes(head.Append("\r\n").ToString());
    }

    private static async Task SendBodyAsync(NetworkStream stream, Stream body, CancellationToken cancellationToken)
    {
        try
        {
            await body.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // A server that refuses a body answers before it has read all of it; the answer says why, so it is read all the same.
        }
    }
}
