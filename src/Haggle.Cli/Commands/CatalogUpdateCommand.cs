using System.CommandLine;
using Haggle.Catalog.Live;
using Haggle.Cli.Asking;
using Haggle.Cli.Following;
using Haggle.Cli.Render;
using Haggle.Core.Tasks;

namespace Haggle.Cli.Commands;

/// <summary>`haggle catalog update`: today's prices from live sources.</summary>
internal static class CatalogUpdateCommand
{
    private const string UntouchedHint = "The catalogue is as it was; the next update goes on where this one stopped.";

    public static Command Build(World world, GlobalOptions globals)
    {
        var sources = new Argument<string[]>("SOURCE") { Description = "What to ask; everything that can be asked without one. haggle catalog sources lists them.", Arity = ArgumentArity.ZeroOrMore };
        var accept = new Option<string[]>("--accept") { Description = "Let a source's new prices through that were held back.", HelpName = "SOURCE" };
        var region = new Option<string[]>("--region") { Description = "Only these regions of sources that come by region; the others keep what they have.", HelpName = "NAME" };
        var verb = new Verb("update", "Ask live sources for today's prices. One that fails keeps its last ones.", "haggle catalog update # all that need no account", "haggle catalog update aws-prices --region us-east-1");
        verb.Add(sources);
        verb.Add(accept);
        verb.Add(region);
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            var accepted = call.Value(accept) ?? [];
            var wish = new UpdateWish
            {
                Sources = [.. call.Value(sources).Concat(call.Value(sources).Length > 0 ? accepted : []).Distinct()],
                Accepted = [.. accepted],
                Regions = [.. call.Value(region) ?? []],
                StateFolder = call.World.StateFolder.Path,
                ProgramFolder = AppContext.BaseDirectory,
            };
            Check(wish, call.World);
            call.World.StateFolder.Make();
            Warn(call, wish);
            var report = await RunAsync(call, wish, cancellationToken).ConfigureAwait(false);
            if (call.Json) call.Terminal.Output.Write(UpdateJson.Of(report));
            else
            {
                var page = call.Terminal.OutputPage();
                UpdateView.Write(page, report);
                call.Terminal.Show(page);
            }

            return report.IsWhole ? ExitCodes.Ok : ExitCodes.Failed;
        });
    }

    private static async Task<UpdateReport> RunAsync(VerbCall call, UpdateWish wish, CancellationToken cancellationToken)
    {
        var update = CatalogueUpdate.Of(wish, call.World.Variable, call.World.Time);
        using var screen = new UpdateScreen(call.Terminal, update.Progress);
        try
        {
            return await screen.WatchAsync(update.RunAsync(wish, cancellationToken), call.World.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            screen.Dispose();
            throw new CliException(ExitCodes.Detached, "stopped", UntouchedHint);
        }
        catch (CatalogueBusyException busy)
        {
            throw CatalogueLock.Refusal(busy);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.Failed, $"the catalogue cannot be written: {fault.Message}", UntouchedHint);
        }
        catch (InvalidDataException damaged)
        {
            throw CliException.BadInput(damaged.Message, "haggle catalog reset goes back to the offers that came with haggle; then update again.");
        }
    }

    // Nobody should find out about gigabytes by waiting.
    private static void Warn(VerbCall call, UpdateWish wish)
    {
        var large = LiveSources.About(call.World.Variable).Where(about => about.IsLarge && wish.Regions.IsEmpty && (wish.Sources.IsEmpty || wish.Sources.Contains(about.Name)) && LiveSources.Remembered(wish.StateFolder, about.Name).FreshAt is null).Select(about => about.Name).ToArray();
        if (large.Length > 0) call.Terminal.Say($"{string.Join(" and ", large)}: gigabytes the first time, afterwards only what changed. --region NAME reads less; Ctrl-C loses nothing.");
    }

    private static void Check(UpdateWish wish, World world)
    {
        var known = LiveSources.About(world.Variable);
        foreach (var name in wish.Sources.Concat(wish.Accepted))
        {
            if (known.FirstOrDefault(about => about.Name == name) is not { } about)
                throw CliException.BadInput($"there is no source '{name}'", Spelling.Nearest(name, known.Select(each => each.Name)) is { } near ? $"Did you mean {near}?" : "haggle catalog sources lists them.");
            if (!LiveSources.CanBeAsked(name, world.Variable))
                throw CliException.BadInput($"{name} is asked with a credential that is not set", $"Set {string.Join(" or ", about.Needs)}; docs/catalog-sources.md says where to get it.");
        }
    }
}
