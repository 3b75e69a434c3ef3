using System.Net;
using System.Net.Sockets;

namespace Haggle.Stores.Tests;

/// <summary>A way to a server that breaks off after so many bytes and is closed then, as if the server had died, until it is healed.</summary>
internal sealed class CutWay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly int target;
    private readonly Task serving;
    private long left = long.MaxValue;

    public CutWay(int target)
    {
        this.target = target;
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void CutAfter(long bytes) => Interlocked.Exchange(ref left, bytes);

    public void Heal() => Interlocked.Exchange(ref left, long.MaxValue);

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ending.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!ending.IsCancellationRequested) _ = JoinAsync(await listener.AcceptTcpClientAsync(ending.Token));
    }

    private async Task JoinAsync(TcpClient near)
    {
        using (near)
        using (var far = new TcpClient())
        {
            near.LingerState = new LingerOption(true, 0);
            if (Interlocked.Read(ref left) <= 0) return;
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, target, ending.Token);
                await Task.WhenAny(CopyAsync(near.GetStream(), far.GetStream()), CopyAsync(far.GetStream(), near.GetStream()));
            }
            catch (Exception cut) when (cut is IOException or SocketException or OperationCanceledException)
            {
                // That is what it is for.
            }
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        for (int count; (count = await from.ReadAsync(buffer, ending.Token)) > 0;)
        {
            if (Interlocked.Add(ref left, -count) <= 0) return;
            await to.WriteAsync(buffer.AsMemory(0, count), ending.Token);
        }
    }
}
