using System.Globalization;
using System.Text;

namespace Haggle.Core.Policy.Spot;

/// <summary>
/// Counts as text, one line a state: <c>from: to=weight ...</c> for a market that went on, <c>to!weight</c> where a machine in the zone was lost (or none was
/// to be had). People can read it, and it survives an export.
/// </summary>
public static class MarketCountsText
{
    /// <summary>Writes counts, rounded to hundredths; states and ways without experience are left out.</summary>
    public static string Write(MarketCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var text = new StringBuilder();
        for (var from = 0; from < counts.Shape.States; from++)
        {
            var line = new StringBuilder();
            for (var to = 0; to < counts.Shape.States; to++)
            {
                Append(line, to, '=', counts.Stays(from, to));
                Append(line, to, '!', counts.Moves(from, to));
            }

            if (line.Length > 0) text.Append(CultureInfo.InvariantCulture, $"{from}:{line}\n");
        }

        return text.ToString();
    }

    /// <summary>Reads counts back.</summary>
    /// <param name="shape">The states they were counted in.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">A line is not of this form or names a state that the shape does not have.</exception>
    public static MarketCounts Read(MarketShape shape, string text)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(text);
        var counts = new MarketCounts(shape);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) throw new FormatException($"market counts: '{line}' has no state before a colon");
            var from = State(shape, line[..colon]);
            foreach (var way in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var mark = way.IndexOfAny(['=', '!']);
                if (mark < 0 || !double.TryParse(way[(mark + 1)..], CultureInfo.InvariantCulture, out var weight) || !double.IsFinite(weight) || weight < 0)
                    throw new FormatException($"market counts: '{way}' is not a state, = or !, and a weight");
                counts.Add(from, State(shape, way[..mark]), way[mark] == '=', weight);
            }
        }

        return counts;
    }

    private static void Append(StringBuilder line, int to, char mark, double weight)
    {
        if (weight >= 0.005) line.Append(CultureInfo.InvariantCulture, $" {to}{mark}{weight:0.##}");
    }

    private static int State(MarketShape shape, string text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var state) && state >= 0 && state < shape.States
            ? state
            : throw new FormatException($"market counts: '{text}' is not a state of 0 to {shape.States - 1}");
}
