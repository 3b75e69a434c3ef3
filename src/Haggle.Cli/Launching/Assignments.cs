using System.Collections.Immutable;

namespace Haggle.Cli.Launching;

/// <summary>--env and --secret: NAME=VALUE, or NAME alone for the value that it has here. Values of secrets are never repeated in a message.</summary>
internal static class Assignments
{
    public static ImmutableSortedDictionary<string, string> Read(string option, IEnumerable<string> written, World world)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var text in written)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? text : text[..equals];
            if (!IsName(name)) throw CliException.BadInput($"{option}: '{(equals < 0 ? "…" : name)}' is not the name of an environment variable", $"Write {option} NAME=VALUE, or {option} NAME for the value that NAME has here.");
            values[name] = equals >= 0
                ? text[(equals + 1)..]
                : world.Variable(name) ?? throw CliException.BadInput($"{option} {name}: {name} is not set here", $"Set it, or write {option} {name}=VALUE.");
        }

        return values.ToImmutable();
    }

    private static bool IsName(string text) => text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
