using System.Globalization;

namespace Haggle.Providers.Gcp;

/// <summary>
/// A machine's size as offers name it: a type whose accelerators are bundled ("a2-highgpu-1g", "g2-standard-4"), or one with what is attached to it
/// ("n1-standard-8+nvidia-tesla-t4", "n1-standard-16+2xnvidia-tesla-t4"). Pure.
/// </summary>
/// <param name="Machine">The machine type.</param>
/// <param name="Card">The accelerator type that is attached; "" for none.</param>
/// <param name="Count">How many of it.</param>
internal readonly record struct GcpType(string Machine, string Card, int Count)
{
    public static GcpType Read(string text)
    {
        if (text.Split('+') is not [var machine, var attached]) return new GcpType(text, "", 0);
        var times = attached.IndexOf('x', StringComparison.Ordinal);
        return times > 0 && int.TryParse(attached.AsSpan(0, times), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? new GcpType(machine, attached[(times + 1)..], count) : new GcpType(machine, attached, 1);
    }

    /// <summary>What an instance is: accelerators of a bundled type are told too, and are none that were attached.</summary>
    public static GcpType Of(string machine, string card, int count) => machine.StartsWith("n1-", StringComparison.Ordinal) && count > 0 ? new GcpType(machine, card, count) : new GcpType(machine, "", 0);

    public override string ToString() => Count switch { 0 => Machine, 1 => $"{Machine}+{Card}", _ => string.Create(CultureInfo.InvariantCulture, $"{Machine}+{Count}x{Card}") };
}
