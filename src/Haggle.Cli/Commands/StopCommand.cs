using System.CommandLine;
using Haggle.Cli.Access;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Commands;

/// <summary>`haggle stop RUN`.</summary>
internal static class StopCommand
{
    public static Command Build(World world, GlobalOptions globals)
    {
        var run = RunArgument.Required();
        var verb = new Verb(
            "stop", "Stop a run: its program is told, saves a checkpoint, and the machines are given back.",
            "haggle stop charlm # gracefully", "haggle down charlm # at once, without waiting for a checkpoint");
        verb.Add(run);
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
            await SshLeftovers.ClearAsync(call.World, client, cancellationToken).ConfigureAwait(false);
            var found = await RunArgument.FindAsync(client, call.Value(run), cancellationToken).ConfigureAwait(false);
            var told = await client.StopAsync(found.Id, cancellationToken).ConfigureAwait(false);
            call.Show(told, RestJson.Default.RunMessage, (page, message) => page.Line(EndingText.Of(message, "is being stopped; it may save a checkpoint first")));
            return ExitCodes.Ok;
        });
    }
}
