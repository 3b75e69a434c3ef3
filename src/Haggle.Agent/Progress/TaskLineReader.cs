using System.Globalization;

namespace Haggle.Agent.Progress;

/// <summary>Reads the lines by which a program reports; everything else is just log. Pure.</summary>
internal static class TaskLineReader
{
    public const string Prefix = "::haggle ";

    // What a state carries to the server with every answer must stay small, whatever a program prints.
    private const int MaxMetrics = 32;
    private const int MaxName = 64;
    private const int MaxText = 500;

    /// <summary>What a line told; null when it is not such a line. A value that is not a number is left out: a typo must not cost the rest.</summary>
    public static TaskLine? Read(string line)
    {
        if (!line.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var text = line[Prefix.Length..].Trim();
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var word = space < 0 ? text : text[..space];
        var rest = space < 0 ? "" : text[(space + 1)..].Trim();
        return word switch
        {
            "progress" => Progress(rest),
            "checkpoint" => Checkpoint(rest),
            "note" when rest.Length > 0 => new TaskLine.Noted(rest.Length > MaxText ? rest[..MaxText] : rest),
            _ => null,
        };
    }

    private static TaskLine.Told Progress(string text)
    {
        long? step = null, of = null;
        double? loss = null, rate = null;
        string? unit = null, phase = null;
        Dictionary<string, double> metrics = [];
        foreach (var (name, value) in Pairs(text))
        {
            switch (name)
            {
                case "step": step = Whole(value) ?? step; break;
                case "of": of = Whole(value) ?? of; break;
                case "loss": loss = Number(value) ?? loss; break;
                case "rate": rate = Number(value) ?? rate; break;
                case "unit": unit = value.Length > MaxName ? value[..MaxName] : value; break;
                case "phase": phase = value.Length > MaxName ? value[..MaxName] : value; break;
                default:
                    if (Number(value) is { } number && metrics.Count < MaxMetrics && name.Length <= MaxName) metrics[name] = number;
                    break;
            }
        }

        return new TaskLine.Told(step, of, loss, rate, unit, phase, metrics);
    }

    private static TaskLine.Saved Checkpoint(string text)
    {
        long step = -1;
        var path = "";
        foreach (var (name, value) in Pairs(text))
        {
            if (name == "step") step = Whole(value) ?? step;
            if (name == "path") path = value;
        }

        return new TaskLine.Saved(step, path);
    }

    private static IEnumerable<(string Name, string Value)> Pairs(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] == ' ')
            {
                at++;
                continue;
            }

            var equals = text.IndexOf('=', at);
            var space = text.IndexOf(' ', at);
            if (equals < 0) yield break;
            if (space >= 0 && space < equals)
            {
                at = space;
                continue;
            }

            var quoted = equals + 1 < text.Length && text[equals + 1] == '"';
            var from = quoted ? equals + 2 : equals + 1;
            var to = text.IndexOf(quoted ? '"' : ' ', from);
            if (to < 0) to = text.Length;
            if (equals > at) yield return (text[at..equals], text[from..to]);
            at = to + 1;
        }
    }

    private static long? Whole(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && whole >= 0 ? whole : null;

    // JSON has no word for infinity or not-a-number.
    private static double? Number(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
