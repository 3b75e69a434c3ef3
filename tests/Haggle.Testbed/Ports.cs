using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Haggle.Testbed;

/// <summary>
/// Ports on loopback for servers that cannot choose their own. They stay reserved among everybody who asks here, in this process and in others, until they are
/// given back or the process is gone: a server that is ended may start again on its port, for no other fixture was given it meanwhile.
/// </summary>
public sealed class Ports : IDisposable
{
    // Below the range that the system gives to outgoing connections.
    private const int Begin = 12_000;
    private const int End = 31_000;
    private const int RowMax = 16;

    // Bound to a name that is no file: only one may have it in a network namespace, which is where ports are too, and it goes with the process.
    private readonly Socket _reservation;

    private Ports(int first, Socket reservation) => (First, _reservation) = (first, reservation);

    /// <summary>The first of the ports in a row.</summary>
    public int First { get; }

    /// <summary>Reserves some ports in a row that nobody listens on now.</summary>
    public static Ports Reserve(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, RowMax);
        while (true)
        {
            var first = Begin + (Random.Shared.Next((End - Begin) / RowMax) * RowMax);
            var reservation = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            if (IsMine(reservation, first) && Enumerable.Range(first, count).All(IsFree)) return new Ports(first, reservation);
            reservation.Dispose();
        }
    }

    /// <summary>Gives the ports back.</summary>
    public void Dispose() => _reservation.Dispose();

    private static bool IsMine(Socket reservation, int first)
    {
        try
        {
            reservation.Bind(new UnixDomainSocketEndPoint("\0haggle-tests-ports-" + first.ToString(CultureInfo.InvariantCulture)));
            return true;
        }
        catch (SocketException)
        {
            return false;
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
