namespace Haggle.Cli.Packing;

/// <summary>One line of an ignore file, by the rules of gitignore (https://git-scm.com/docs/gitignore).</summary>
internal sealed class IgnoreRule
{
    private readonly string[] _segments;

    private IgnoreRule(string[] segments, bool isNegated, bool foldersOnly)
    {
        _segments = segments;
        IsNegated = isNegated;
        FoldersOnly = foldersOnly;
    }

    /// <summary>Whether it takes back what an earlier line ignored.</summary>
    public bool IsNegated { get; }

    public bool FoldersOnly { get; }

    /// <summary>Reads a line; null for an empty one or a comment.</summary>
    public static IgnoreRule? Parse(string line)
    {
        var pattern = TrimEnd(line.TrimEnd('\r', '\n'));
        if (pattern.Length == 0 || pattern[0] == '#') return null;
        var isNegated = pattern[0] == '!';
        if (isNegated) pattern = pattern[1..];
        var foldersOnly = pattern.EndsWith('/');
        pattern = pattern.TrimEnd('/');
        if (pattern.Length == 0) return null;
        // A slash at the beginning or in the middle ties the pattern to the folder of its file; without one it may match at any depth.
        var isAnchored = pattern.Contains('/', StringComparison.Ordinal);
        var segments = pattern.TrimStart('/').Split('/');
        return new IgnoreRule(isAnchored ? segments : ["**", .. segments], isNegated, foldersOnly);
    }

    /// <summary>Whether the rule is about a path, relative to the folder of its file, with '/' between names.</summary>
    public bool Matches(string path, bool isFolder) => (isFolder || !FoldersOnly) && MatchPath(_segments, path.Split('/'));

    /// <summary>Blanks at the end do not count unless a backslash stands before them.</summary>
    private static string TrimEnd(string line)
    {
        var end = line.Length;
        while (end > 0 && line[end - 1] is ' ' or '\t' && !(end > 1 && line[end - 2] == '\\')) end--;
        return line[..end];
    }

    private static bool MatchPath(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
    {
        if (pattern.IsEmpty) return path.IsEmpty;
        if (pattern[0] == "**")
        {
            // "a/**" is everything inside a, not a itself: at the end at least one name is wanted.
            if (pattern.Length == 1) return !path.IsEmpty;
            for (var skip = 0; skip <= path.Length; skip++)
                if (MatchPath(pattern[1..], path[skip..])) return true;
            return false;
        }

        return !path.IsEmpty && MatchName(pattern[0], path[0]) && MatchPath(pattern[1..], path[1..]);
    }

    /// <summary>Wildcards in one name. On a mismatch only the last star is widened, so the time stays bounded by the product of the lengths.</summary>
    internal static bool MatchName(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int at = 0, star = -1, starName = 0, position = 0;
        while (position < name.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                starName = position;
            }
            else if (at < pattern.Length && MatchOne(pattern[at..], name[position], out var used))
            {
                at += used;
                position++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                position = ++starName;
            }
            else return false;
        }

        while (at < pattern.Length && pattern[at] == '*') at++;
        return at == pattern.Length;
    }

    private static bool MatchOne(ReadOnlySpan<char> pattern, char letter, out int used)
    {
        used = 1;
        switch (pattern[0])
        {
            case '?': return true;
            case '\\' when pattern.Length > 1:
                used = 2;
                return pattern[1] == letter;
            case '[' when pattern[1..].Length > 1 && pattern[2..].IndexOf(']') is >= 0 and var close:
                used = close + 3;
                return MatchSet(pattern[1..(close + 2)], letter);
            default: return pattern[0] == letter;
        }
    }

    private static bool MatchSet(ReadOnlySpan<char> set, char letter)
    {
        var isNegated = set[0] is '!' or '^';
        if (isNegated) set = set[1..];
        var isIn = false;
        for (var index = 0; index < set.Length; index++)
        {
            if (index + 2 < set.Length && set[index + 1] == '-')
            {
                isIn |= letter >= set[index] && letter <= set[index + 2];
                index += 2;
            }
            else isIn |= letter == set[index];
        }

        return isIn != isNegated;
    }
}
