using System.CommandLine;
using Haggle.Cli.Access;
using Haggle.Cli.Render;
using Haggle.Cli.Rest;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Commands;

/// <summary>`haggle ssh RUN`: a shell beside the run's program; and the way of OpenSSH's own client to the same place.</summary>
internal static class SshCommand
{
    public static Command Build(World world, GlobalOptions globals)
    {
        var run = RunArgument.Required();
        var rank = new Option<int>("--rank") { Description = "The node.", HelpName = "N" };
        var config = new Option<bool>("--config") { Description = "Let ssh, scp, rsync and VS Code connect as haggle-RUN: an entry in ~/.ssh/haggle_config, which ~/.ssh/config then includes." };
        var stdio = new Option<bool>("--stdio") { Description = "Join standard input and output to an ssh server there: the ProxyCommand of that entry." };
        var login = new Option<string>("--login") { Description = "With --stdio: the user that the ssh client names.", HelpName = "USER", Hidden = true };
        var plain = new Option<bool>("--plain") { Description = "The machine's own login, as its provider gives it, outside the program's folder and view." };
        var verb = new Verb(
            "ssh", "Open a shell where a run's program works.",
            "haggle ssh charlm # node 0", "haggle ssh charlm --rank 1 # another node", "haggle ssh charlm --config # then: ssh haggle-charlm, or VS Code",
            "haggle exec charlm -- nvidia-smi # one command, no shell");
        verb.Add(run);
        foreach (var option in (Option[])[rank, config, stdio, login, plain]) verb.Add(option);
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
            var found = await RunArgument.FindAsync(client, call.Value(run), cancellationToken).ConfigureAwait(false);
            await SshLeftovers.ClearAsync(call.World, client, cancellationToken).ConfigureAwait(false);
            if (Words.IsOver(found)) throw new CliException(ExitCodes.Conflict, $"run {found.Id} ({found.Name}) is over: {found.Outcome}", "haggle status lists those that are not.");
            var node = call.Value(rank);
            if (call.Value(config)) return await new SshAccess(call.World, client, found, node).ConfigureAsync(cancellationToken).ConfigureAwait(false);
            if (call.Value(stdio)) return await new SshAccess(call.World, client, found, node).JoinAsync(call.Value(login) ?? "", cancellationToken).ConfigureAwait(false);
            if (call.Value(plain) || call.Json) return await LogInAsync(call, client, found, node, cancellationToken).ConfigureAwait(false);
            using var line = new MachineLine(call.World, client, found, node, text => call.Terminal.Say(text, Ink.Careful));
            return await new RemoteShell(call.World, line).RunAsync(cancellationToken).ConfigureAwait(false);
        });
    }

    private static async Task<int> LogInAsync(VerbCall call, HaggleClient client, RunMessage run, int rank, CancellationToken cancellationToken)
    {
        var shell = await client.ShellAsync(run.Id, rank, cancellationToken).ConfigureAwait(false);
        if (call.Json)
        {
            call.Show(shell, RestJson.Default.ShellMessage, (_, _) => { });
            return ExitCodes.Ok;
        }

        var program = shell.Program.Length > 0 ? shell.Program : call.World.Variable("SHELL") ?? "/bin/sh";
        if (shell.Folder.Length > 0) call.Terminal.Say($"A shell in {shell.Folder}; exit leaves it, the run goes on.", Ink.Faint);
        // Ctrl-C belongs to the shell and what runs in it, not to this command.
        return await call.World.Run(new ProgramStart(program, shell.Arguments, shell.Folder, shell.Environment), CancellationToken.None).ConfigureAwait(false);
    }
}
