using System.CommandLine;
using Haggle.Cli.Access;
using Haggle.Cli.Render;

namespace Haggle.Cli.Commands;

/// <summary>`haggle tunnel RUN PORT[:REMOTE] ...`: ports of a run's machine, here.</summary>
internal static class TunnelCommand
{
    public static Command Build(World world, GlobalOptions globals)
    {
        var run = RunArgument.Required();
        var ports = new Argument<string[]>("PORT") { Description = "PORT, or HERE:THERE; THERE may be the path of a unix socket. Repeatable.", Arity = ArgumentArity.OneOrMore };
        var rank = new Option<int>("--rank") { Description = "The node.", HelpName = "N" };
        var verb = new Verb(
            "tunnel", "Bring ports of a run's machine to this computer, for as long as the run lasts.",
            "haggle tunnel charlm 6006 # TensorBoard: http://127.0.0.1:6006", "haggle tunnel charlm 8080:80 9090 # port 8080 here, 80 there, and 9090",
            "haggle tunnel charlm 6006 --rank 1 # of another node");
        verb.Add(run);
        verb.Add(ports);
        verb.Add(rank);
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            var forwards = call.Value(ports).Select(Forward.Parse).ToArray();
            var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
            var found = await RunArgument.FindAsync(client, call.Value(run), cancellationToken).ConfigureAwait(false);
            if (Words.IsOver(found)) throw new CliException(ExitCodes.Conflict, $"run {found.Id} ({found.Name}) is over: {found.Outcome}", "haggle status lists those that are not.");
            var isTold = false;
            using var line = new MachineLine(call.World, client, found, call.Value(rank), text => call.Terminal.Say(text, Ink.Careful))
            {
                Reached = seen =>
                {
                    if (isTold) call.Terminal.Say($"Connected again, to attempt {seen.Epoch}.", Ink.Faint);
                    isTold = true;
                },
            };
            return await new Tunnel(call.World, line, forwards, call.Json).RunAsync(cancellationToken).ConfigureAwait(false);
        });
    }
}
