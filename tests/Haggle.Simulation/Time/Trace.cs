using System.Globalization;

namespace Haggle.Simulation.Time;

/// <summary>What happens, line by line. The same seed gives the same bytes.</summary>
internal sealed class Trace(Pump pump, TextWriter? lines)
{
    public bool IsOn => lines is not null;

    public void Say(string who, string what) =>
        lines?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pump.Now:dd HH:mm:ss.fff} {who,-10} {what}"));
}
