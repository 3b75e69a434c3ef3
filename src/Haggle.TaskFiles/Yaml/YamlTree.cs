using System.Collections.Immutable;
using Haggle.TaskFiles.Source;
using YamlDotNet.Core;

namespace Haggle.TaskFiles.Yaml;

/// <summary>Reads the documents of a file into trees with positions, with a limit on everything an author could make large.</summary>
internal static class YamlTree
{
    /// <summary>The trees of all documents, empty ones left out, or null after one complaint.</summary>
    public static ImmutableArray<YamlNode>? Read(SourceText source, Complaints complaints)
    {
        try
        {
            return new YamlTreeBuilder(new Parser(new StringReader(source.Text))).ReadAll();
        }
        catch (YamlRefusalException refusal)
        {
            complaints.Error(refusal.Line, refusal.Column, refusal.Message, refusal.Suggestion);
        }
        catch (YamlException invalid)
        {
            Explain(source, invalid.Start, invalid.End, invalid.Message, complaints);
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // The parser's own slips on hostile input (seen with odd escapes): the input is to blame, the place is unknown.
            complaints.WholeFile("the file is not YAML that can be read", "check quotes, brackets and escapes");
        }

        return null;
    }

    private static void Explain(SourceText source, Mark start, Mark end, string reason, Complaints complaints)
    {
        var (line, column) = Place(source, start);
        if ((TabIndent(source, (int)start.Line) ?? TabIndent(source, (int)end.Line)) is { } tab)
        {
            complaints.Error(tab.Line, tab.Column, "a tab is used for indentation, which YAML does not allow", "indent with spaces");
            return;
        }

        var first = source.Line(line) is { } text && column <= text.Length ? text[column - 1] : ' ';
        if (first is '@' or '`' or '%')
        {
            complaints.Error(line, column, $"a plain value may not start with '{first}'", "put the value into quotes");
            return;
        }

        var sentence = reason.TrimEnd('.', ' ');
        if (sentence.Length > 1 && char.IsUpper(sentence[0]) && char.IsLower(sentence[1])) sentence = char.ToLowerInvariant(sentence[0]) + sentence[1..];
        complaints.Error(line, column, $"this is not valid YAML: {sentence}", "check indentation, quotes, brackets and the space after ':'");
    }

    // The end of the file is a line that is not there: point behind the last character that is.
    private static (int Line, int Column) Place(SourceText source, Mark mark)
    {
        var line = (int)Math.Clamp(mark.Line, 1, source.Lines.Length);
        while (line > 1 && line == source.Lines.Length && source.Lines[line - 1].Length == 0) line--;
        var column = line == mark.Line ? (int)mark.Column : source.Lines[line - 1].Length + 1;
        return (line, Math.Clamp(column, 1, source.Lines[line - 1].Length + 1));
    }

    private static (int Line, int Column)? TabIndent(SourceText source, int line)
    {
        if (source.Line(line) is not { } text) return null;
        var indent = text.Length - text.TrimStart(' ', '\t').Length;
        var tab = text.AsSpan(0, indent).IndexOf('\t');
        return tab < 0 ? null : (line, tab + 1);
    }
}
