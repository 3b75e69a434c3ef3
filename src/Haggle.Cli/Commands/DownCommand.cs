using System.CommandLine;
using Haggle.Cli.Access;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Commands;

/// <summary>`haggle down RUN`, `haggle down --all`.</summary>
internal static class DownCommand
{
    private const int MostAtOnce = 1000;

    public static Command Build(World world, GlobalOptions globals)
    {
        var run = RunArgument.Optional();
        var all = new Option<bool>("--all", "-a") { Description = "Every live run." };
        var verb = new Verb(
            "down", "Give a run's machines back at once. What was not in a checkpoint is lost.",
            "haggle down charlm # at once", "haggle down --all # every live run", "haggle stop charlm # gentler: saves a checkpoint first");
        verb.Add(run);
        verb.Add(all);
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            var text = call.Result.GetValue(run);
            if ((text is null) == !call.Value(all)) throw CliException.BadInput("name one RUN, or --all for every live run", "haggle status lists them.");
            using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
            await SshLeftovers.ClearAsync(call.World, client, cancellationToken).ConfigureAwait(false);
            var found = text is null
                ? (await client.RunsAsync(all: false, MostAtOnce, cancellationToken).ConfigureAwait(false)).Runs
                : [await RunArgument.FindAsync(client, text, cancellationToken).ConfigureAwait(false)];
            var told = new List<RunMessage>();
            foreach (var one in found) told.Add(await client.DownAsync(one.Id, cancellationToken).ConfigureAwait(false));
            var list = new RunListMessage { Now = call.World.Time.GetUtcNow(), Runs = [.. told] };
            call.Show(list, RestJson.Default.RunListMessage, (page, message) =>
            {
                if (message.Runs.Length == 0) page.Line("No live runs.");
                foreach (var one in message.Runs) page.Line(EndingText.Of(one, "is being taken down; its machines are given back"));
            });
            return ExitCodes.Ok;
        });
    }
}
