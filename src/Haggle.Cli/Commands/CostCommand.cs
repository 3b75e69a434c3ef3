using System.CommandLine;
using Haggle.Cli.Access;
using Haggle.Cli.Render;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Commands;

/// <summary>`haggle cost [RUN]`.</summary>
internal static class CostCommand
{
    private const int DefaultLimit = 100;

    public static Command Build(World world, GlobalOptions globals)
    {
        var run = RunArgument.Optional();
        var limit = new Option<int>("--limit") { Description = "Without RUN: so many runs at most.", HelpName = "N", DefaultValueFactory = _ => DefaultLimit };
        var verb = new Verb(
            "cost", "Show what a run costs, machine by machine; or what all runs cost.",
            "haggle cost # all runs", "haggle cost 7 # the bill of run 7: per attempt, against the estimate", "haggle cost 7 --json # exact to the nano-dollar");
        verb.Add(run);
        verb.Add(limit);
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
            await SshLeftovers.ClearAsync(call.World, client, cancellationToken).ConfigureAwait(false);
            if (call.Result.GetValue(run) is { } text)
            {
                var one = await RunArgument.FindAsync(client, text, cancellationToken).ConfigureAwait(false);
                call.Show(await client.BillAsync(one.Id, cancellationToken).ConfigureAwait(false), RestJson.Default.BillMessage, BillView.Write);
                return ExitCodes.Ok;
            }

            var list = await client.RunsAsync(all: true, Math.Clamp(call.Value(limit), 1, 1000), cancellationToken).ConfigureAwait(false);
            call.Show(list, RestJson.Default.RunListMessage, CostListView.Write);
            return ExitCodes.Ok;
        });
    }
}
