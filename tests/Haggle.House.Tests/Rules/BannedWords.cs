using System.Text.RegularExpressions;

namespace Haggle.House.Tests.Rules;

/// <summary>Words that mean unfinished work, and names that say nothing.</summary>
internal static partial class BannedWords
{
    public static IEnumerable<string> Broken(Tree tree)
    {
        // These rules name the words that they look for.
        foreach (var (path, text) in tree.Below("src", "tests", "bench", "examples", "eng").Where(file => !file.Path.StartsWith("tests/Haggle.House.Tests/", StringComparison.Ordinal) && !file.Path.StartsWith("eng/banned/", StringComparison.Ordinal)))
        {
            foreach (Match word in Unfinished().Matches(text)) yield return $"{path}:{Line(text, word.Index)}: {word.Value}";
            if (!path.EndsWith(".cs", StringComparison.Ordinal)) continue;
            foreach (Match name in EmptyName().Matches(text)) yield return $"{path}:{Line(text, name.Index)}: the name {name.Groups[1].Value} does not say what it holds or decides";
        }
    }

    private static int Line(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex(@"\b(TODO|FIXME|XXX|NotImplementedException|Thread\.Sleep)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum) (\w*(?:Manager|Helpers?|Utils?|Utilities))\b")]
    private static partial Regex EmptyName();
}
