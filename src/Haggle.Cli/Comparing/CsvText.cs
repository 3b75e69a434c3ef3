using System.Text;

namespace Haggle.Cli.Comparing;

/// <summary>Comma-separated values with quotes, as spreadsheets write them. Small files only: results are written by people and by haggle bench.</summary>
internal static class CsvText
{
    /// <summary>The records with the lines on which they begin; empty ones are left out.</summary>
    /// <exception cref="FormatException">A quote is not closed; the message names the line.</exception>
    public static IEnumerable<(int Line, List<string> Cells)> Read(string text)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var (line, begun, isQuoted) = (1, 1, false);
        for (var at = 0; at <= text.Length; at++)
        {
            var letter = at < text.Length ? text[at] : '\n';
            if (isQuoted && at == text.Length) throw new FormatException($"{begun}: a quote is not closed");
            if (isQuoted)
            {
                if (letter != '"') cell.Append(letter);
                else if (at + 1 < text.Length && text[at + 1] == '"') cell.Append(text[at++]);
                else isQuoted = false;
                if (letter == '\n') line++;
                continue;
            }

            if (letter == '"' && cell.Length == 0) isQuoted = true;
            else if (letter is ',' or '\n')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
                if (letter == ',') continue;
                if (cells.Count > 1 || cells[0].Length > 0) yield return (begun, cells);
                cells = [];
                begun = ++line;
            }
            else cell.Append(letter);
        }
    }

    /// <summary>A cell, in quotes where it needs them.</summary>
    public static string Cell(string text) => text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
