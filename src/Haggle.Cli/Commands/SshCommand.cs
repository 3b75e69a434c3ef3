using System.CommandLine;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Commands;

/// <summary>`haggle ssh RUN`: a shell on a machine of the run; for a machine on this computer, the user's own shell in its folder.</summary>
internal static class SshCommand
{
    public static Command Build(World world, GlobalOptions globals)
    {
        var run = RunArgument.Required();
        var rank = new Option<int>("--rank") { Description = "The node.", HelpName = "N" };
        var verb = new Verb(
            "ssh", "Open a shell where a run's program works.",
            "haggle ssh charlm # node 0", "haggle ssh charlm --rank 1 # another node", "haggle exec charlm -- nvidia-smi # one command, no shell");
        verb.Add(run);
        verb.Add(rank);
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            ShellMessage shell;
            using (var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false))
            {
                var found = await RunArgument.FindAsync(client, call.Value(run), cancellationToken).ConfigureAwait(false);
                shell = await client.ShellAsync(found.Id, call.Value(rank), cancellationToken).ConfigureAwait(false);
            }

            if (call.Json)
            {
                call.Show(shell, RestJson.Default.ShellMessage, (_, _) => { });
                return ExitCodes.Ok;
            }

            var program = shell.Program.Length > 0 ? shell.Program : call.World.Variable("SHELL") ?? "/bin/sh";
            if (shell.Folder.Length > 0) call.Terminal.Say($"A shell in {shell.Folder}; exit leaves it, the run goes on.", Render.Ink.Faint);
            // Ctrl-C belongs to the shell and what runs in it, not to this command.
            return await call.World.Run(new ProgramStart(program, shell.Arguments, shell.Folder, shell.Environment), CancellationToken.None).ConfigureAwait(false);
        });
    }
}
