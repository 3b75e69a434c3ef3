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
        var parser = new Parser(new StringReader(source.Text));
        try
        {
            return new YamlTreeBuilder(parser).ReadAll();
        }
        catch (YamlRefusalException refusal)
        {
            complaints.Error(refusal.Line, refusal.Column, refusal.Message, refusal.Suggestion);
        }
        catch (YamlException invalid)
        {
            Explain(source, invalid, parser.Current?.End ?? Mark.Empty, complaints);
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or FormatException or ArithmeticException
            or IndexOutOfRangeException)
        {
            // The parser's own slips on odd input (an escape beyond Unicode, a bracket that is never closed): it lies behind the last good event.
            var (line, column) = Place(source, parser.Current?.End ?? Mark.Empty);
            complaints.Error(line, column, "what follows here is not valid YAML", "check the quotes, brackets and escapes after this place");
        }

        return null;
    }

    private static void Explain(SourceText source, YamlException invalid, Mark lastGood, Complaints complaints)
    {
        var (line, column) = Place(source, invalid.Start);
        if (TabIndent(source, (int)Math.Max(Math.Max(invalid.Start.Line, lastGood.Line), 1)) is { } tab)
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

        var sentence = invalid.Message.TrimEnd('.', ' ');
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

    // The parser blames the map around a tab, or the value before it: the tab itself is at most a few lines on.
    private static (int Line, int Column)? TabIndent(SourceText source, int from)
    {
        const int Near = 3;
        for (var line = from; line <= from + Near && source.Line(line) is { } text; line++)
        {
            var indent = text.Length - text.TrimStart(' ', '\t').Length;
            var tab = text.AsSpan(0, indent).IndexOf('\t');
            if (tab >= 0) return (line, tab + 1);
        }

        return null;
    }
}
