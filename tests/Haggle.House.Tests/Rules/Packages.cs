using System.Text.RegularExpressions;

namespace Haggle.House.Tests.Rules;

/// <summary>Every package is pinned once, with the reason why it is not our own code.</summary>
internal static partial class Packages
{
    private const string Pins = "Directory.Packages.props";

    public static IEnumerable<string> Broken(Tree tree)
    {
        var explained = false;
        var pinned = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in tree.Files.GetValueOrDefault(Pins, "").Split('\n').Select(line => line.Trim()))
        {
            // A comment explains the lines right below it.
            if (line.StartsWith("<!--", StringComparison.Ordinal)) explained = true;
            else if (Pin().Match(line) is { Success: true } pin)
            {
                var name = pin.Groups[1].Value;
                pinned.Add(name);
                if (!explained) yield return $"{Pins}: {name} has no reason above it";
                if (!Exact().IsMatch(pin.Groups[2].Value)) yield return $"{Pins}: {name} is not pinned ({pin.Groups[2].Value})";
            }
            else
            {
                explained = false;
            }
        }

        foreach (var (path, text) in tree.Files.Where(file => file.Key.EndsWith(".csproj", StringComparison.Ordinal) || file.Key.EndsWith("Directory.Build.props", StringComparison.Ordinal)))
        {
            foreach (Match reference in Reference().Matches(text))
            {
                if (!pinned.Contains(reference.Groups[1].Value)) yield return $"{path}: {reference.Groups[1].Value} is not in {Pins}";
                if (reference.Value.Contains(" Version", StringComparison.Ordinal)) yield return $"{path}: {reference.Groups[1].Value} has a version of its own";
            }
        }
    }

    [GeneratedRegex(@"<PackageVersion Include=""([^""]+)"" Version=""([^""]*)""")]
    private static partial Regex Pin();

    [GeneratedRegex(@"^\d+\.\d+\.\d+(\.\d+)?(-[\w.]+)?$")]
    private static partial Regex Exact();

    [GeneratedRegex(@"<PackageReference Include=""([^""]+)""[^>]*>")]
    private static partial Regex Reference();
}
