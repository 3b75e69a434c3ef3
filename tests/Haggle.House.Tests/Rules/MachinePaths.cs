using System.Text.RegularExpressions;

namespace Haggle.House.Tests.Rules;

/// <summary>Nothing in the repository is true only on the machine it was written on.</summary>
internal static partial class MachinePaths
{
    public static IEnumerable<string> Broken(Tree tree) => Broken(tree, Tree.Root());

    public static IEnumerable<string> Broken(Tree tree, string root) =>
        from file in tree.Files
        where !file.Key.StartsWith("tests/Haggle.House.Tests/", StringComparison.Ordinal)
        from found in Path().Matches(file.Value).Select(match => match.Value)
            .Concat(root.Length > 5 && file.Value.Contains(root + "/", StringComparison.Ordinal) ? [root] : [])
        select $"{file.Key}: {found}";

    [GeneratedRegex(@"(?<![\w.~$}/*-])/(?:work|root|Users/\w+)/[\w.]+", RegexOptions.CultureInvariant)]
    private static partial Regex Path();
}
