using System.CommandLine;
using System.Globalization;
using Haggle.Catalog.Questions;
using Haggle.Cli.Asking;
using Haggle.Cli.Render;
using Haggle.Core.Market;

namespace Haggle.Cli.Commands;

/// <summary>`haggle history GPU`.</summary>
internal static class HistoryCommand
{
    public static Command Build(World world, GlobalOptions globals)
    {
        var names = new Argument<string[]>("GPU") { Description = "Whose prices: V100, or V100:8 for machines with eight.", Arity = ArgumentArity.OneOrMore };
        var providers = new Option<string[]>("--provider") { Description = "Only this provider; may be given several times.", HelpName = "NAME" };
        var spot = new Option<bool>("--spot") { Description = "Only spot and preemptible prices." };
        var onDemand = new Option<bool>("--on-demand") { Description = "Only prices by the hour." };
        var since = new Option<string?>("--since") { Description = "From this year on, or from this day.", HelpName = "YEAR" };
        var csv = new Option<bool>("--csv") { Description = "Write every price as CSV." };
        var verb = new Verb(
            "history", "Show what a GPU cost over the years, from every dated price of the local catalogue.",
            "haggle history V100 # a chart, and the lowest of each year", "haggle history A100-80GB --provider gcp --since 2022", "haggle history K80 --csv # every price with its source");
        verb.Add(names);
        foreach (var option in new Option[] { providers, spot, onDemand, since, csv }) verb.Add(option);
        return verb.Does(world, globals, (call, _) =>
        {
            var purchases = default(PurchaseSet);
            if (call.Value(spot)) purchases = purchases.With(Purchase.Spot).With(Purchase.Bid);
            if (call.Value(onDemand)) purchases = purchases.With(Purchase.OnDemand);
            var question = new HistoryQuestion { Accelerators = OfferOptions.Wishes(call.Value(names)), Providers = call.Value(providers) ?? [], Purchases = purchases, Since = Since(call.Value(since)) };
            return Task.FromResult(Show(call, question, call.Value(csv)));
        });
    }

    private static int Show(VerbCall call, HistoryQuestion question, bool csv)
    {
        using var market = MarketAnswer.Open(call.World);
        var prices = MarketAnswer.Guarded(() => PriceHistory.Of(market, question));
        if (call.Json) call.Terminal.Output.Write(HistoryText.Json(prices, call.World.Time.GetUtcNow()));
        else if (csv) call.Terminal.Output.Write(HistoryText.Csv(prices));
        else
        {
            var page = call.Terminal.OutputPage();
            HistoryView.Write(page, question, prices);
            call.Terminal.Show(page);
        }

        return prices.Count > 0 ? ExitCodes.Ok : ExitCodes.NoOffer;
    }

    private static DateTimeOffset? Since(string? text)
    {
        if (text is null) return null;
        if (DateTimeOffset.TryParseExact(text, ["yyyy", "yyyy-MM", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)) return since;
        throw CliException.BadInput($"--since '{text}' is neither a year like 2022 nor a day like 2022-04-13");
    }
}
