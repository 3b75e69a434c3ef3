using System.Globalization;

namespace Haggle.Providers.Slurm.Reading;

/// <summary>
/// Reads how Slurm writes GPUs: "gpu:h200:2(S:0-1)", "gres:gpu:2", "gres/gpu:h200=2", "gpu:h200:1(IDX:0)", several with commas. Pure.
/// </summary>
internal static class GresText
{
    /// <summary>The GPUs of a text and their type, the first one's; 0 and "" when it names none.</summary>
    public static (int Count, string Type) Gpus(string text)
    {
        var (plain, typed, type) = (0, 0, "");
        foreach (var entry in Entries(text))
        {
            if (Parse(entry) is not { } gpus) continue;
            if (gpus.Type.Length == 0)
            {
                plain += gpus.Count;
                continue;
            }

            if (type.Length == 0) type = gpus.Type;
            typed += gpus.Count;
        }

        // Accounting names them twice: "gres/gpu=4,gres/gpu:h200=4".
        return (typed > 0 ? typed : plain, type);
    }

    private static (int Count, string Type)? Parse(string entry)
    {
        var end = entry.IndexOf('(', StringComparison.Ordinal);
        var text = (end < 0 ? entry : entry[..end]).Trim();
        if (text.StartsWith("gres", StringComparison.OrdinalIgnoreCase) && text.Length > 4 && text[4] is ':' or '/') text = text[5..];
        var parts = text.Split(':', '=');
        if (!parts[0].Equals("gpu", StringComparison.OrdinalIgnoreCase)) return null;
        if (parts.Length == 1) return (1, "");
        var isCount = TryCount(parts[^1], out var count);
        return parts.Length == 2 ? isCount ? (count, "") : (1, parts[1]) : isCount ? (count, parts[1]) : (1, parts[1]);
    }

    // "2K" is 2,048 to Slurm; nobody has so many GPUs in a node, but it is no reason to read 2.
    private static bool TryCount(string text, out int count)
    {
        var kilo = text.EndsWith('K');
        var isCount = int.TryParse(kilo ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out count);
        if (kilo) count *= 1024;
        return isCount;
    }

    // Commas stand between entries, and within brackets too: "(IDX:0,2)".
    private static IEnumerable<string> Entries(string text)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' or '[' => 1, ')' or ']' => -1, _ => 0 };
            if (text[i] != ',' || depth > 0) continue;
            yield return text[start..i].Trim();
            start = i + 1;
        }

        if (start < text.Length) yield return text[start..].Trim();
    }
}
