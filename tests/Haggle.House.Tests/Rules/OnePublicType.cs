using System.Text.RegularExpressions;

namespace Haggle.House.Tests.Rules;

/// <summary>In the rooms whose types are promises, a file holds one public type and has its name.</summary>
internal static partial class OnePublicType
{
    public static IEnumerable<string> Broken(Tree tree)
    {
        foreach (var (path, text) in tree.Code("src/Haggle.Core", "src/Haggle.Engine/Ports"))
        {
            string[] types = [.. PublicType().Matches(text).Select(match => match.Groups[1].Value).Distinct()];
            var name = Path.GetFileNameWithoutExtension(path).Split('.')[0];
            if (types.Length > 1) yield return $"{path}: {types.Length} public types ({string.Join(", ", types)})";
            else if (types is [var type] && type != name) yield return $"{path}: holds {type}";
        }
    }

    [GeneratedRegex(@"^public (?:(?:static|sealed|abstract|readonly|partial|ref|unsafe) )*(?:record struct|record class|class|struct|record|enum|interface|delegate [\w<>?\[\]]+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
