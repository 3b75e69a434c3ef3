using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Haggle.Core.Tasks;

namespace Haggle.TaskFiles.Reading;

/// <summary>
/// Writes the task's environment variables into its paths: $NAME and ${NAME}. A name that the task does not define is left as it is,
/// since it may be one that only the node knows ($HOME). A secret wins over a variable of the same name, and goes only into fields that are
/// secret themselves.
/// </summary>
internal sealed partial class EnvSubstitution(ImmutableSortedDictionary<string, string> envs, ImmutableSortedDictionary<string, SecretSource> secrets)
{
    // A long value used 20,000 times would fill the memory: paths are short, and all of them together too.
    private const int LongestResult = 16 * 1024;
    private const int MostInAll = 4 * 1024 * 1024;

    private int _written;

    public string? Apply(string text, Field field)
    {
        if (!text.Contains('$', StringComparison.Ordinal)) return text;
        var result = new StringBuilder();
        var end = 0;
        foreach (Match match in Reference().Matches(text))
        {
            var name = match.Groups["braced"].Success ? match.Groups["braced"].Value : match.Groups["bare"].Value;
            var secret = secrets.GetValueOrDefault(name);
            if (secret is not null && !field.IsSecret)
            {
                field.Refuse($"uses the secret {name}, which must not become part of a path or address", "use an environment variable from envs");
                return null;
            }

            result.Append(text, end, match.Index - end).Append((secret as SecretSource.Given)?.Value.Reveal() ?? envs.GetValueOrDefault(name, match.Value));
            end = match.Index + match.Length;
            if (result.Length <= LongestResult && _written + result.Length <= MostInAll) continue;
            field.Refuse("is too long once its variables are written out (16,384 characters, 4 MiB for all fields together)");
            return null;
        }

        _written += result.Length;
        return result.Append(text, end, text.Length - end).ToString();
    }

    [GeneratedRegex(@"\$(?:\{(?<braced>[a-zA-Z_][a-zA-Z0-9_]*)\}|(?<bare>[a-zA-Z_][a-zA-Z0-9_]*))", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
