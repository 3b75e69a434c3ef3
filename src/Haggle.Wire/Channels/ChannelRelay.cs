using System.Net.Sockets;

namespace Haggle.Wire.Channels;

/// <summary>Joins a channel and a socket: what comes on one goes out on the other, each direction ends by itself, and a torn one tears the other side too.</summary>
public static class ChannelRelay
{
    /// <summary>Joins them until both directions have ended. The socket is closed afterwards, as abruptly as the channel was.</summary>
    public static async Task JoinAsync(AgentChannel channel, Socket socket, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentNullException.ThrowIfNull(socket);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var up = OrCancelAsync(channel.SendAllAsync((into, token) => socket.ReceiveAsync(into, SocketFlags.None, token), both.Token), both);
        var down = OrCancelAsync(DownAsync(channel, socket, both.Token), both);
        // Also where one direction has ended in order and the other one waits for a socket that says nothing.
        _ = channel.Gone.ContinueWith(static (_, source) => ((CancellationTokenSource)source!).CancelAsync(), both, both.Token, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            await Task.WhenAll(up, down).ConfigureAwait(false);
            socket.Dispose();
        }
        catch (Exception end) when (end is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            await channel.BreakAsync("the connection broke off", CancellationToken.None).ConfigureAwait(false);
            // No quiet end: whoever reads must not take the part that came for the whole.
            if (socket.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6) socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
        }
    }

    private static async Task DownAsync(AgentChannel channel, Socket socket, CancellationToken cancellationToken)
    {
        await channel.ReadAllAsync(async (bytes, token) =>
        {
            while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, token).ConfigureAwait(false)..];
        }, cancellationToken).ConfigureAwait(false);
        socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task OrCancelAsync(Task direction, CancellationTokenSource both)
    {
        try
        {
            await direction.ConfigureAwait(false);
        }
        catch
        {
            await both.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
