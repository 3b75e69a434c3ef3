using System.Globalization;

namespace Haggle.Core.Tasks;

/// <summary>Ports to open, both ends included.</summary>
/// <param name="First">1 to 65535.</param>
/// <param name="Last">Not below the first.</param>
public readonly record struct PortRange(int First, int Last)
{
    /// <summary>Writes "8080" or "10000-10010".</summary>
    public override string ToString() => First == Last
        ? First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}
