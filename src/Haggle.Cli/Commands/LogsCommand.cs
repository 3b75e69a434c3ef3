using System.CommandLine;
using Haggle.Cli.Following;
using Haggle.Cli.Render;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Commands;

/// <summary>`haggle logs RUN`.</summary>
internal static class LogsCommand
{
    public static Command Build(World world, GlobalOptions globals)
    {
        var run = RunArgument.Required();
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the run is over." };
        var attempt = new Option<int?>("--attempt") { Description = "Only this attempt; without it: all of them, one after the other.", HelpName = "N" };
        var rank = new Option<int>("--rank") { Description = "The node.", HelpName = "N" };
        var decisions = new Option<bool>("--decisions") { Description = "What was decided about the run, when and why, instead of its output." };
        var verb = new Verb(
            "logs", "Show what a run's program wrote.",
            "haggle logs charlm # all attempts", "haggle logs -f charlm # and go on", "haggle logs charlm --attempt 2 --rank 1", "haggle logs charlm --decisions # why it was moved");
        verb.Add(run);
        verb.Add(follow);
        verb.Add(attempt);
        verb.Add(rank);
        verb.Add(decisions);
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
            var found = await RunArgument.FindAsync(client, call.Value(run), cancellationToken).ConfigureAwait(false);
            if (call.Value(decisions) || call.Json)
            {
                call.Show(await client.EventsAsync(found.Id, 0, cancellationToken).ConfigureAwait(false), RestJson.Default.EventListMessage, EventsView.Write);
                return ExitCodes.Ok;
            }

            using var lasting = new LastingClient(call.World, client, note => call.Terminal.Say(note, Ink.Careful));
            var reader = new LogReader(lasting, found, call.Value(rank), call.Terminal.RawOutput);
            await reader.CopyAsync(call.Value(attempt), call.Value(follow), cancellationToken).ConfigureAwait(false);
            return ExitCodes.Ok;
        });
    }
}
