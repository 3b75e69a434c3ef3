using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Haggle.TaskFiles.Source;

namespace Haggle.TaskFiles.Report;

/// <summary>
/// Source lines as they may be shown. Two nets, since a broken file cannot be parsed and a clever one can hide: everything that stands below
/// a key that holds secrets is masked by its looks, and every value that was read as a secret is masked wherever it stands.
/// </summary>
internal sealed partial class Redaction(SourceText source, ImmutableHashSet<string> hidden)
{
    private const string Mask = "***";

    // Shorter values would mask half of every line; in their own place the first net has them.
    private const int ShortestHidden = 3;

    // Nobody has so many secrets; such a file is an attack, and its lines are not worth the search.
    private const int MostHidden = 1000;
    private const int WindowHalf = 4096;

    private readonly int[] _maskedFrom = FindBlocks(source.Lines);

    /// <summary>A line with its secrets masked, and the column (from 1) at which what stood at the given column now is.</summary>
    public (string Text, int Column)? Line(int number, int column)
    {
        if (source.Line(number) is not { } text) return null;
        var from = _maskedFrom[number - 1];
        if (from >= 0 && text[from..].Trim().Length > 0)
        {
            text = text[..from].TrimEnd() + " " + Mask;
            column = Math.Min(column, text.Length - Mask.Length + 1);
        }

        if (hidden.Count > MostHidden) return (Mask, 1);
        (text, column) = Window(text, column);
        foreach (var value in hidden.Where(value => value.Length >= ShortestHidden).OrderByDescending(value => value.Length))
        {
            for (var at = text.IndexOf(value, StringComparison.Ordinal); at >= 0; at = text.IndexOf(value, at + Mask.Length, StringComparison.Ordinal))
            {
                text = string.Concat(text.AsSpan(0, at), Mask, text.AsSpan(at + value.Length));
                if (column > at + 1) column = column <= at + value.Length ? at + 1 : column - value.Length + Mask.Length;
                if (at + Mask.Length > text.Length) break;
            }
        }

        return (text, column);
    }

    // A line can be as long as the file; only its neighbourhood is ever shown, so only that is searched.
    private static (string Text, int Column) Window(string text, int column)
    {
        if (text.Length <= 2 * WindowHalf) return (text, column);
        var start = Math.Clamp(column - WindowHalf, 0, text.Length - (2 * WindowHalf));
        return (text.Substring(start, 2 * WindowHalf), column - start);
    }

    // The first index to mask in each line, or -1.
    private static int[] FindBlocks(ImmutableArray<string> lines)
    {
        var from = new int[lines.Length];
        var blockIndent = -1;
        for (var i = 0; i < lines.Length; i++)
        {
            from[i] = -1;
            var trimmed = lines[i].TrimStart(' ', '\t');
            var indent = lines[i].Length - trimmed.Length;
            if (trimmed.Length == 0) continue;
            if (blockIndent >= 0 && (indent > blockIndent || trimmed[0] is '-' or ']' or '}')) from[i] = MaskWithin(lines[i], indent);
            else blockIndent = -1;
            if (blockIndent >= 0 || SecretKey().Match(lines[i]) is not { Success: true } start) continue;
            blockIndent = indent;
            from[i] = start.Index + start.Length;
        }

        return from;
    }

    private static int MaskWithin(string line, int indent)
    {
        if (ListedName().IsMatch(line)) return -1;
        var colon = line.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var found ? found : line.EndsWith(':') ? line.Length - 1 : -1;
        return colon >= 0 && NameBefore().IsMatch(line[..colon]) ? colon + 1 : indent;
    }

    [GeneratedRegex("""(?<![\w])(?:secrets|headers|_docker_login_config)["']?\s*:""")]
    private static partial Regex SecretKey();

    [GeneratedRegex(@"^\s*-\s+[A-Za-z_]\w*\s*$")]
    private static partial Regex ListedName();

    [GeneratedRegex("""^\s*(?:-\s+)?["']?[\w.-]{1,64}["']?$""")]
    private static partial Regex NameBefore();
}
