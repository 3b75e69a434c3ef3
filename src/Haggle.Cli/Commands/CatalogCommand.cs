using System.CommandLine;
using System.Globalization;
using Haggle.Catalog.Store;
using Haggle.Cli.Asking;
using Haggle.Cli.Render;

namespace Haggle.Cli.Commands;

/// <summary>`haggle catalog`: where the prices that questions are answered from come from.</summary>
internal static class CatalogCommand
{
    public static Command Build(World world, GlobalOptions globals)
    {
        var verb = new Verb("catalog", "Keep the prices that offers are answered from.", "haggle catalog update # today's prices from live sources", "haggle catalog import prices/ # read price files", "haggle catalog verify # is the catalogue whole?");
        verb.Add(CatalogUpdateCommand.Build(world, globals));
        verb.Add(CatalogSourcesCommand.Build(world, globals));
        verb.Add(Import(world, globals));
        verb.Add(Make(world, globals));
        verb.Add(Compile(world, globals));
        verb.Add(Verify(world, globals));
        verb.Add(Reset(world, globals));
        return verb;
    }

    private static Verb Import(World world, GlobalOptions globals)
    {
        var inputs = new ImportInputs();
        var verb = new Verb("import", "Read price files into the catalogue, with an account of every row.", "haggle catalog import prices/ # all files of a folder", "haggle catalog import my.csv --provider aws --as-of 2026-07-20");
        inputs.AddTo(verb);
        return verb.Does(world, globals, (call, _) =>
        {
            call.World.StateFolder.Make();
            using var own = CatalogueLock.Take(call.World);
            var market = new MarketBuilder();
            var path = LocalMarket.PathIn(call.World.StateFolder.Path);
            using (var before = MarketAnswer.Open(call.World)) market.Add(before);
            var reports = inputs.Read(call, market);
            if (call.Json) call.Terminal.Output.Write(ImportView.Json(reports));
            else
            {
                var page = call.Terminal.OutputPage();
                ImportView.Write(page, reports);
                call.Terminal.Show(page);
            }

            if (reports.All(report => report.Kept == 0)) return Task.FromResult(ExitCodes.BadInput);
            MarketAnswer.Replace(call.World, market.ToBytes(call.World.Time.GetUtcNow()));
            using var after = MarketFile.Open(path);
            call.Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"The catalogue now has {after.RowCount:N0} prices."));
            return Task.FromResult(reports.Any(report => report.Fault.Length > 0) ? ExitCodes.BadInput : ExitCodes.Ok);
        });
    }

    private static Verb Make(World world, GlobalOptions globals)
    {
        var inputs = new ImportInputs();
        var output = new Option<string>("--output", "-o") { Description = "The text to write.", HelpName = "FILE", Required = true };
        var verb = new Verb("build", "Make the built-in snapshot out of price files: today's offers with accelerators, and history.json beside them; the same texts for the same files.", "haggle catalog build prices/ -o data/market.json");
        inputs.AddTo(verb);
        verb.Add(output);
        return verb.Does(world, globals, (call, _) =>
        {
            var market = new MarketBuilder();
            var reports = inputs.Read(call, market, onlyShipped: true);
            using var file = MarketFile.Open("of price files", market.ToBytes(DateTimeOffset.UnixEpoch));
            var path = call.World.PathOf(call.Value(output) ?? "");
            int written;
            using (var text = new StreamWriter(path)) written = BuiltInMarket.Write(file, text);
            var history = Path.Combine(Path.GetDirectoryName(path) ?? "/", BuiltInMarket.HistoryName);
            int earlier;
            using (var text = new StreamWriter(history)) earlier = BuiltInMarket.WriteHistory(file, text);
            call.Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{written:N0} offers in {path}, {earlier:N0} earlier prices in {history}"));
            foreach (var fault in reports.Where(report => report.Fault.Length > 0)) call.Terminal.Say($"{fault.File}: {fault.Fault}", Ink.Bad);
            return Task.FromResult(reports.Any(report => report.Fault.Length > 0) ? ExitCodes.BadInput : ExitCodes.Ok);
        });
    }

    private static Verb Compile(World world, GlobalOptions globals)
    {
        var text = new Argument<string>("TEXT") { Description = "The snapshot's text (data/market.json), with history.json beside it." };
        var output = new Argument<string>("FILE") { Description = "The catalogue file to write." };
        var verb = new Verb("compile", "Make the catalogue file out of the built-in snapshot's text; packaging does it.", "haggle catalog compile data/market.json market.catalogue");
        verb.Add(text);
        verb.Add(output);
        return verb.Does(world, globals, (call, _) =>
        {
            var from = call.World.PathOf(call.Value(text));
            using var today = File.OpenRead(from);
            using var earlier = File.OpenRead(Path.Combine(Path.GetDirectoryName(from) ?? "/", BuiltInMarket.HistoryName));
            MarketSwap.Replace(call.World.PathOf(call.Value(output)), BuiltInMarket.ToBuilder(today, earlier).ToBytes(DateTimeOffset.UnixEpoch));
            return Task.FromResult(ExitCodes.Ok);
        });
    }

    private static Verb Verify(World world, GlobalOptions globals) =>
        new Verb("verify", "Read the whole catalogue and say whether every row is as it was written.", "haggle catalog verify").Does(world, globals, (call, _) =>
        {
            using var market = MarketAnswer.Open(call.World);
            try
            {
                market.Verify();
            }
            catch (InvalidDataException problem)
            {
                throw CliException.BadInput(problem.Message, "haggle catalog reset goes back to the offers that came with haggle.");
            }

            call.Terminal.Output.Write(string.Create(CultureInfo.InvariantCulture, $"{market.RowCount:N0} prices of {market.Blocks:N0} accelerators, all whole\n"));
            return Task.FromResult(ExitCodes.Ok);
        });

    private static Verb Reset(World world, GlobalOptions globals) =>
        new Verb("reset", "Forget what was imported and go back to the offers that came with haggle.", "haggle catalog reset").Does(world, globals, (call, _) =>
        {
            if (!Directory.Exists(call.World.StateFolder.Path)) return Task.FromResult(ExitCodes.Ok);
            using var own = CatalogueLock.Take(call.World);
            File.Delete(LocalMarket.PathIn(call.World.StateFolder.Path));
            Catalog.Live.LiveSources.Forget(call.World.StateFolder.Path);
            return Task.FromResult(ExitCodes.Ok);
        });
}
