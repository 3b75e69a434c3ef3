using System.CommandLine;
using Haggle.Cli.Render;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Commands;

/// <summary>`haggle sweep`: everything of Haggle's in the accounts that are used.</summary>
internal static class SweepCommand
{
    public static Command Build(World world, GlobalOptions globals)
    {
        var remove = new Option<bool>("--remove") { Description = "Remove what belongs to no run." };
        var shared = new Option<bool>("--shared") { Description = "With --remove: the keys and security groups too that all runs share. They cost nothing and are made again." };
        var verb = new Verb("sweep", "Find everything that bears Haggle's tags in your cloud accounts, and what it costs a day.", "haggle sweep # machines, disks, addresses, keys in every region", "haggle sweep --remove # remove what belongs to no run") { remove, shared };
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            if (call.Value(shared) && !call.Value(remove)) throw CliException.BadInput("--shared goes with --remove");
            using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
            var answer = call.Value(remove)
                ? await client.SweepAsync(new SweepRequest { Shared = call.Value(shared) }, cancellationToken).ConfigureAwait(false)
                : await client.LeftoversAsync(cancellationToken).ConfigureAwait(false);
            call.Show(answer, RestJson.Default.LeftoverListMessage, SweepView.Write);
            return answer.Leftovers.Any(each => each.Outcome is not ("" or "removed")) ? ExitCodes.Failed : ExitCodes.Ok;
        });
    }
}
