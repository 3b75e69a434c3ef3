using System.CommandLine;
using Haggle.Cli.Render;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Commands;

/// <summary>`haggle experience`.</summary>
internal static class ExperienceCommand
{
    public static Command Build(World world, GlobalOptions globals) =>
        new Verb(
            "experience", "Show what your own machines have taught about spot markets.",
            "haggle experience # by provider, region and accelerator", "haggle experience --json # everything that is remembered, to keep or to move").Does(world, globals, async (call, cancellationToken) =>
        {
            using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
            call.Show(await client.ExperienceAsync(cancellationToken).ConfigureAwait(false), RestJson.Default.ExperienceMessage, ExperienceView.Write);
            return ExitCodes.Ok;
        });
}
