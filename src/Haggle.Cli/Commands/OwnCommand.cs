using System.CommandLine;
using Haggle.Catalog.BuiltIn;
using Haggle.Cli.Asking;
using Haggle.Cli.Owning;
using Haggle.Cli.Reports;

namespace Haggle.Cli.Commands;

/// <summary>`haggle own`.</summary>
internal static class OwnCommand
{
    public static Command Build(World world, GlobalOptions globals)
    {
        var options = new OwnOptions();
        var verb = new Verb(
            "own", "Say whether to rent, to reserve or to own: what a machine costs over time against renting the same work.",
            "haggle own --gpus 4x\"RTX 4090\" --hours-per-week 60 # with built-in prices of parts", "haggle own --machine box.yaml --html own.html # your machine, as a report",
            "haggle own --gpus RTX4090 --from-ledger # for what you really ran");
        options.AddTo(verb);
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            var wish = options.Read(call);
            using var market = MarketAnswer.Open(call.World);
            var asked = await new OwnCaseMaker(call.World, wish, OwningFacts.BuiltIn, market).MakeAsync(cancellationToken).ConfigureAwait(false);
            var answer = new OwnAnswer(asked, OwningFacts.BuiltIn);
            var now = call.World.Time.GetUtcNow();
            if (call.Json) call.Terminal.Output.Write(OwnJson.Of(answer));
            else
            {
                var page = call.Terminal.OutputPage();
                OwnView.Write(page, answer, now);
                call.Terminal.Show(page);
            }

            if (wish.Html is { } file) ReportFile.Write(call.World, file, OwnReport.Html(answer, now));
            return ExitCodes.Ok;
        });
    }
}
