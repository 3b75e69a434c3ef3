using System.CommandLine;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Commands;

/// <summary>`haggle exec RUN -- COMMAND`.</summary>
internal static class ExecCommand
{
    public static Command Build(World world, GlobalOptions globals)
    {
        var run = RunArgument.Required();
        var rank = new Option<int?>("--rank") { Description = "The node; without it: 0.", HelpName = "N" };
        var command = new Argument<string[]>("COMMAND") { Description = "The command and its arguments, after --.", Arity = ArgumentArity.OneOrMore };
        var verb = new Verb(
            "exec", "Run a command beside a run's program, and end with its exit code.",
            "haggle exec charlm -- ls -l # in the program's folder", "haggle exec charlm -- 'ls | wc -l' # one argument is a line for the shell");
        verb.Add(run);
        verb.Add(rank);
        verb.Add(command);
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            var words = call.Value(command);
            using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
            var found = await RunArgument.FindAsync(client, call.Value(run), cancellationToken).ConfigureAwait(false);
            var request = new ExecRequest { Command = words.Length == 1 ? words[0] : string.Join(' ', words.Select(Quote)), Rank = call.Value(rank) };
            return await client.ExecAsync(found.Id, request, call.Terminal.RawOutput, cancellationToken).ConfigureAwait(false);
        });
    }

    /// <summary>Several words were split by the user's shell already; the machine's shell must not split them again.</summary>
    internal static string Quote(string word)
    {
        return word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "_-./=:,@%+".Contains(letter, StringComparison.Ordinal)) ? word : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }
}
