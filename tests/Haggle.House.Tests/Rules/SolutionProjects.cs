using System.Text.RegularExpressions;

namespace Haggle.House.Tests.Rules;

/// <summary>The solution holds every project, and every project that it holds is there.</summary>
internal static partial class SolutionProjects
{
    private const string Solution = "Haggle.slnx";

    public static IEnumerable<string> Broken(Tree tree)
    {
        var listed = Project().Matches(tree.Files.GetValueOrDefault(Solution, "")).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        foreach (var project in listed.Where(project => !tree.Files.ContainsKey(project)).Order(StringComparer.Ordinal))
            yield return $"{Solution}: {project} is not there";

        // Examples are programs of their users, who have no solution.
        foreach (var (path, _) in tree.Below("src", "tests", "bench").Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal) && !listed.Contains(file.Path)))
            yield return $"{Solution}: {path} is missing";
    }

    [GeneratedRegex(@"<Project Path=""([^""]+)""")]
    private static partial Regex Project();
}
