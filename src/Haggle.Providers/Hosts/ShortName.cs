using System.Security.Cryptography;
using System.Text;

namespace Haggle.Providers.Hosts;

/// <summary>Names that are short enough for sockets.</summary>
internal static class ShortName
{
    private const int Bytes = 6;

    /// <summary>A short name for a long one: the same each time, and no other's.</summary>
    public static string Of(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, Bytes));
}
