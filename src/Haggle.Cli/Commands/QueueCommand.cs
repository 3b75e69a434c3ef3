using System.CommandLine;
using Haggle.Cli.Access;
using Haggle.Cli.Render;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Commands;

/// <summary>`haggle queue`.</summary>
internal static class QueueCommand
{
    public static Command Build(World world, GlobalOptions globals) =>
        new Verb("queue", "Show the runs that wait for machines, and for what.", "haggle queue # the longest waiting first").Does(world, globals, async (call, cancellationToken) =>
        {
            using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
            await SshLeftovers.ClearAsync(call.World, client, cancellationToken).ConfigureAwait(false);
            call.Show(await client.QueueAsync(cancellationToken).ConfigureAwait(false), RestJson.Default.QueueMessage, QueueView.Write);
            return ExitCodes.Ok;
        });
}
