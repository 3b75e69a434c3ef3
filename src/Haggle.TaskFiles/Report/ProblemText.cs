using System.Globalization;
using System.Text;
using Haggle.Core.Tasks;

namespace Haggle.TaskFiles.Report;

/// <summary>A problem with its source line and a caret.</summary>
internal static class ProblemText
{
    public static void Write(StringBuilder to, Problem problem, Redaction? lines, int width)
    {
        var headline = (problem with { Suggestion = null }).ToString();
        Layout.Wrap(to, "", "    ", Layout.Printable(headline), width);
        if (problem.Line > 0 && lines?.Line(problem.Line, problem.Column) is { } source) WriteLine(to, problem, source.Text, source.Column, width);
        if (problem.Suggestion is { } suggestion) Layout.Wrap(to, "    = ", "      ", Layout.Printable(suggestion), width);
        to.Append('\n');
    }

    private static void WriteLine(StringBuilder to, Problem problem, string line, int column, int width)
    {
        var number = problem.Line.ToString(CultureInfo.InvariantCulture).PadLeft(3);
        var (text, at) = Cut(Layout.Printable(line), Math.Clamp(column, 1, line.Length + 1), width - number.Length - 4);
        if (text.Trim().Length == 0 && problem.Column == 0) return;
        to.Append(' ').Append(number).Append(" | ").Append(text.TrimEnd()).Append('\n');
        if (problem.Column > 0) to.Append(' ').Append(' ', number.Length).Append(" | ").Append(' ', at - 1).Append("^\n");
    }

    // A long line is cut around the caret, so that what is wrong stays in sight.
    private static (string Text, int Column) Cut(string line, int column, int width)
    {
        const string More = "...";
        var room = Math.Max(width, 20);
        if (line.Length <= room && column <= room) return (line, column);
        var start = Math.Clamp(column - (room / 2), 0, Math.Max(0, line.Length + 1 - room));
        var text = line.Substring(start, Math.Min(room, line.Length - start));
        if (start > 0) text = More + text[More.Length..];
        if (start + room < line.Length) text = text[..^More.Length] + More;
        return (text, column - start);
    }
}
