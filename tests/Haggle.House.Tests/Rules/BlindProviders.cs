using System.Text.RegularExpressions;

namespace Haggle.House.Tests.Rules;

/// <summary>Each provider has a folder and sees no other provider's.</summary>
internal static partial class BlindProviders
{
    // The folders that all may use: paging, rate limits and redaction over HTTP; computers on which programs are started; what clouds without idempotency keys need.
    private static readonly string[] Common = ["Http", "Hosts", "Rentals"];

    public static IEnumerable<string> Broken(Tree tree)
    {
        foreach (var (path, text) in tree.Code("src/Haggle.Providers"))
        {
            var parts = path.Split('/');
            if (parts.Length < 4) continue;
            var own = parts[2];
            if (!text.Contains($"namespace Haggle.Providers.{own}", StringComparison.Ordinal)) yield return $"{path}: its namespace is not that of its folder";
            foreach (var other in Mention().Matches(text).Select(match => match.Groups[1].Value).Where(other => other != own && !Common.Contains(other)).Distinct())
                yield return $"{path}: {own} sees {other}";
        }
    }

    [GeneratedRegex(@"Haggle\.Providers\.(\w+)")]
    private static partial Regex Mention();
}
