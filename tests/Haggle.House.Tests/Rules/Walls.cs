using System.Text.RegularExpressions;

namespace Haggle.House.Tests.Rules;

/// <summary>Who may know whom: the table of docs/ARCHITECTURE.md.</summary>
internal static partial class Walls
{
    private static readonly Dictionary<string, string[]> MayKnow = new(StringComparer.Ordinal)
    {
        ["Core"] = [],
        ["Wire"] = [],
        ["Machines"] = ["Wire"],
        ["Buckets"] = [],
        ["Images"] = [],
        ["Agent"] = ["Buckets", "Images", "Machines", "Wire"],
        ["Catalog"] = ["Core"],
        ["TaskFiles"] = ["Core", "Images"],
        ["Engine"] = ["Core"],
        ["Storage"] = ["Core", "Engine", "Buckets"],
        ["Providers"] = ["Core", "Catalog", "Engine", "Machines", "Wire"],
        ["Cli"] = ["Core", "Catalog", "Images", "TaskFiles", "Wire"],
        ["Server"] = ["Core", "Buckets", "Catalog", "Engine", "Images", "Providers", "Storage", "TaskFiles", "Wire"],
    };

    // Rooms that must stay small and portable take no packages at all.
    private static readonly string[] WithoutPackages = ["Core", "Wire", "Machines", "Images", "Buckets", "Agent"];

    public static IEnumerable<string> Broken(Tree tree)
    {
        foreach (var (path, text) in tree.Below("src").Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal)))
        {
            var room = Room().Match(path).Groups[1].Value;
            if (!MayKnow.TryGetValue(room, out var allowed))
            {
                yield return $"{path}: a room that docs/ARCHITECTURE.md and this table do not know";
                continue;
            }

            foreach (var known in Reference().Matches(text).Select(match => match.Groups[1].Value).Where(known => !allowed.Contains(known)))
                yield return $"{path}: {room} may not know {known}";
            if (WithoutPackages.Contains(room) && text.Contains("<PackageReference", StringComparison.Ordinal))
                yield return $"{path}: {room} takes no packages";
        }
    }

    [GeneratedRegex(@"Haggle\.(\w+)\.csproj$")]
    private static partial Regex Room();

    [GeneratedRegex(@"<ProjectReference\s+Include=""[^""]*Haggle\.(\w+)\.csproj""")]
    private static partial Regex Reference();
}
