using System.Globalization;
using System.Text;

namespace Haggle.Simulation.Time;

/// <summary>What happened, line by line. The same seed gives the same bytes.</summary>
internal sealed class Trace(Pump pump, bool isOn)
{
    private readonly StringBuilder _lines = new();

    public bool IsOn { get; } = isOn;

    public string Text => _lines.ToString();

    public void Say(string who, string what)
    {
        if (!IsOn) return;
        _lines.Append(CultureInfo.InvariantCulture, $"{pump.Now:dd HH:mm:ss.fff} {who,-10} {what}\n");
    }
}
