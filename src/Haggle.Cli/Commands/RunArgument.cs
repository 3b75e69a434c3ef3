using System.CommandLine;
using System.Globalization;
using Haggle.Cli.Rest;
using Haggle.Core.Tasks;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Commands;

/// <summary>RUN: a number, or a name, which means the newest run of that name.</summary>
internal static class RunArgument
{
    /// <summary>Names are looked for among so many of the newest runs.</summary>
    private const int LookedAt = 1000;

    public static Argument<string> Required() => new("RUN") { Description = "Number of the run, or its name (the newest of that name)." };

    public static Argument<string?> Optional() =>
        new("RUN") { Description = "Number of the run, or its name (the newest of that name).", Arity = ArgumentArity.ZeroOrOne };

    public static async Task<RunMessage> FindAsync(HaggleClient client, string text, CancellationToken cancellationToken)
    {
        if (long.TryParse(text.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return await client.RunAsync(number, cancellationToken).ConfigureAwait(false);

        var list = await client.RunsAsync(all: true, LookedAt, cancellationToken).ConfigureAwait(false);
        if (list.Runs.FirstOrDefault(run => run.Name == text) is { } found) return await client.RunAsync(found.Id, cancellationToken).ConfigureAwait(false);
        if (list.Runs.Length == 0) throw new CliException(ExitCodes.NoSuchRun, $"there is no run '{text}': there are no runs yet", "Start one: haggle launch FILE");
        var near = Spelling.Nearest(text, list.Runs.Select(run => run.Name).Distinct(StringComparer.Ordinal));
        throw new CliException(ExitCodes.NoSuchRun, $"there is no run '{text}'", near is null ? "haggle status --all lists them." : $"Did you mean {near}?");
    }
}
