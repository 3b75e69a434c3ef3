using System.CommandLine;
using Haggle.Catalog.Questions;
using Haggle.Cli.Asking;
using Haggle.Cli.Render;
using Haggle.Core.Market;

namespace Haggle.Cli.Commands;

/// <summary>`haggle gpus [GPU]...`.</summary>
internal static class GpusCommand
{
    public static Command Build(World world, GlobalOptions globals)
    {
        var names = new Argument<string[]>("GPU") { Description = "Only these.", Arity = ArgumentArity.ZeroOrMore };
        var csv = new Option<bool>("--csv") { Description = "Write the result as CSV." };
        var verb = new Verb("gpus", "Show GPUs and other accelerators: what they can do, and what one of them costs at least.", "haggle gpus # all of them", "haggle gpus V100 A100 H100 # to compare");
        verb.Add(names);
        verb.Add(csv);
        return verb.Does(world, globals, (call, _) =>
        {
            var wishes = OfferOptions.Wishes(call.Value(names));
            using var market = MarketAnswer.Open(call.World);
            var cheapest = CheapestOffers.Of(market);
            var rows = AcceleratorTable.All.Where(model => wishes.Count == 0 || wishes.Any(wish => wish.Means(model))).Select(model => (model, cheapest.GetValueOrDefault(model.Name))).ToArray();
            if (call.Json) call.Terminal.Output.Write(GpusText.Json(rows));
            else if (call.Value(csv)) call.Terminal.Output.Write(GpusText.Csv(rows));
            else
            {
                var page = call.Terminal.OutputPage();
                GpusView.Write(page, rows);
                call.Terminal.Show(page);
            }

            return Task.FromResult(ExitCodes.Ok);
        });
    }
}
