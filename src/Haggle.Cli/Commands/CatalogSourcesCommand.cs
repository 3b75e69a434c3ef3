using System.CommandLine;
using Haggle.Catalog.Live;
using Haggle.Cli.Render;

namespace Haggle.Cli.Commands;

/// <summary>`haggle catalog sources`: which live sources there are, and how fresh what they said is.</summary>
internal static class CatalogSourcesCommand
{
    public static Command Build(World world, GlobalOptions globals) =>
        new Verb("sources", "List the live sources: what each gives, what it needs, and when it was last asked.", "haggle catalog sources").Does(world, globals, (call, _) =>
        {
            var state = call.World.StateFolder.Path;
            var rows = LiveSources.About(call.World.Variable).Select(about => new SourceLine(about, LiveSources.Remembered(state, about.Name), LiveSources.CanBeAsked(about.Name, call.World.Variable))).ToArray();
            if (call.Json) call.Terminal.Output.Write(SourcesView.Json(rows));
            else
            {
                var page = call.Terminal.OutputPage();
                SourcesView.Write(page, rows, call.World.Time.GetUtcNow());
                call.Terminal.Show(page);
            }

            return Task.FromResult(ExitCodes.Ok);
        });
}
