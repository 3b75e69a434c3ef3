using System.Text;

namespace Haggle.TaskFiles.Report;

/// <summary>Plain text that fits a width.</summary>
internal static class Layout
{
    /// <summary>Replaces what a terminal would obey or swallow, one character for one, so that columns stay true.</summary>
    public static string Printable(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (var i = 0; i < to.Length; i++) to[i] = from[i] == '\t' ? '→' : IsObeyed(from[i]) ? '?' : from[i];
    });

    // Control characters, line and paragraph separators, and the marks that turn the direction of writing.
    private static bool IsObeyed(char c) => char.IsControl(c) || c is (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>Breaks text at blanks so that no line is wider than the width, if its words allow that. Later lines are indented.</summary>
    public static void Wrap(StringBuilder to, string first, string later, string text, int width)
    {
        var line = new StringBuilder(first);
        var isEmpty = true;
        foreach (var word in text.Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > width)
            {
                AppendLine(to, line);
                line.Clear().Append(later);
                isEmpty = true;
            }

            if (!isEmpty) line.Append(' ');
            line.Append(word);
            isEmpty = false;
        }

        AppendLine(to, line);
    }

    private static void AppendLine(StringBuilder to, StringBuilder line) => to.Append(line.ToString().TrimEnd()).Append('\n');
}
