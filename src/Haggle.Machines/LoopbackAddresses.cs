using System.Globalization;

namespace Haggle.Machines;

/// <summary>The loopback addresses that machines here are known by, so that a gang's nodes can listen on the same port. Pure.</summary>
internal static class LoopbackAddresses
{
    private const int LastHost = 254;

    /// <summary>The smallest free address: 127.0.0.2 and up, then 127.0.1.1 and up. Null when some 65,000 machines are alive.</summary>
    public static string? SmallestFree(IReadOnlySet<string> taken)
    {
        for (var net = 0; net <= 255; net++)
        {
            // 127.0.0.1 is the host's own.
            for (var host = net == 0 ? 2 : 1; host <= LastHost; host++)
            {
                var address = string.Create(CultureInfo.InvariantCulture, $"127.0.{net}.{host}");
                if (!taken.Contains(address)) return address;
            }
        }

        return null;
    }
}
