using System.Text.RegularExpressions;

namespace Haggle.House.Tests.Rules;

/// <summary>Links between the pages lead somewhere.</summary>
internal static partial class DocLinks
{
    public static IEnumerable<string> Broken(Tree tree)
    {
        foreach (var (path, text) in tree.Files.Where(file => file.Key.EndsWith(".md", StringComparison.Ordinal)).OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            foreach (var target in Link().Matches(CodeBlock().Replace(text, "")).Select(match => match.Groups[1].Value))
            {
                if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal)) continue;
                var parts = target.Split('#', 2);
                var page = parts[0].Length == 0 ? path : Resolve(path, parts[0]);
                if (!tree.Files.ContainsKey(page) && !tree.Files.Keys.Any(file => file.StartsWith(page.TrimEnd('/') + "/", StringComparison.Ordinal)))
                    yield return $"{path}: {target} leads nowhere";
                else if (parts.Length == 2 && page.EndsWith(".md", StringComparison.Ordinal) && !Anchors(tree.Files[page]).Contains(parts[1]))
                    yield return $"{path}: {target}: no such heading";
            }
        }
    }

    private static string Resolve(string from, string target)
    {
        var parts = new List<string>(from.Split('/')[..^1]);
        foreach (var part in target.Split('/'))
        {
            if (part == ".." && parts.Count > 0) parts.RemoveAt(parts.Count - 1);
            else if (part is not ("." or "")) parts.Add(part);
        }

        return string.Join('/', parts);
    }

    private static HashSet<string> Anchors(string page) =>
    [
        .. Heading().Matches(page).Select(match => NotInAnchor().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-')),
    ];

    [GeneratedRegex(@"(?<!`)\[[^\]\n]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
