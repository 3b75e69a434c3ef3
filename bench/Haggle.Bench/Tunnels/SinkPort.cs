using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Haggle.Bench.Tunnels;

/// <summary>What both ways lead to: counts what comes and says how much it was, or gives everything back; the first byte decides.</summary>
internal sealed class SinkPort : IDisposable
{
    public const byte Count = (byte)'c';
    public const byte Echo = (byte)'e';

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SinkPort()
    {
        _listener.Start(500);
        _ = RunAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task RunAsync()
    {
        while (true) _ = ServeAsync(await _listener.AcceptSocketAsync());
    }

    private static async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            var buffer = new byte[128 * 1024];
            long seen = 0;
            var isEcho = false;
            for (int count; (count = await socket.ReceiveAsync(buffer)) > 0; seen += count)
            {
                if (seen == 0) isEcho = buffer[0] == Echo;
                if (isEcho) await socket.SendAsync(buffer.AsMemory(0, count));
            }

            if (!isEcho) await socket.SendAsync(Encoding.ASCII.GetBytes(seen.ToString(CultureInfo.InvariantCulture)));
            socket.Shutdown(SocketShutdown.Both);
        }
    }
}
