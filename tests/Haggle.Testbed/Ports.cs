using System.Net;
using System.Net.Sockets;

namespace Haggle.Testbed;

/// <summary>Free ports on loopback for servers that cannot choose their own.</summary>
public static class Ports
{
    // Below the range that the system gives to outgoing connections.
    private const int First = 12_000;
    private const int Last = 31_000;

    /// <summary>The first of some ports in a row that nobody listens on now. Somebody may take one before it is used: whoever starts a server there tries again.</summary>
    public static int Row(int count)
    {
        while (true)
        {
            var first = Random.Shared.Next(First, Last);
            if (Enumerable.Range(first, count).All(IsFree)) return first;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Any, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
