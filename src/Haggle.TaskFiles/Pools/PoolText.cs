using System.Globalization;
using System.Text;
using Haggle.Core.Pools;
using Haggle.Core.Units;

namespace Haggle.TaskFiles.Pools;

/// <summary>Writes a pool file.</summary>
public static class PoolText
{
    private const string Head = """
        # The machines of your own. 'haggle machines' keeps this file (it writes it anew: comments are lost);
        # what it means stands in docs/machines.md.

        """;

    /// <summary>The file's text. Reading it gives the same machines.</summary>
    public static string Of(IEnumerable<PoolMachine> machines)
    {
        ArgumentNullException.ThrowIfNull(machines);
        var text = new StringBuilder(Head).Append("machines:");
        var any = false;
        foreach (var machine in machines.OrderBy(each => each.Name, StringComparer.Ordinal))
        {
            any = true;
            text.Append('\n').Append("  ").Append(Quoted(machine.Name)).Append(":\n");
            Line(text, "host", Quoted(machine.Host));
            if (machine.User.Length > 0) Line(text, "user", Quoted(machine.User));
            if (machine.Port is { } port) Line(text, "port", port.ToString(CultureInfo.InvariantCulture));
            if (machine.Jump.Length > 0) Line(text, "jump", Quoted(machine.Jump));
            if (machine.Identity.Length > 0) Line(text, "identity", Quoted(machine.Identity));
            if (!machine.HostKeys.IsEmpty) Line(text, "host_keys", $"[{string.Join(", ", machine.HostKeys.Select(Quoted))}]");
            if (machine.Rate != HourlyRate.Free) Line(text, "price", (machine.Rate.PerHour.NanoUsd / 1e9m).ToString("0.#########", CultureInfo.InvariantCulture));
            if (machine.RateFrom.Length > 0) Line(text, "price_from", Quoted(machine.RateFrom));
            if (machine.Draining) Line(text, "draining", "true");
            text.Length--;
        }

        return text.Append(any ? "\n" : " {}\n").ToString();
    }

    private static void Line(StringBuilder text, string key, string value) => text.Append("    ").Append(key).Append(": ").Append(value).Append('\n');

    private static string Quoted(string word) => $"\"{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
