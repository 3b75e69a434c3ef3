using System.CommandLine;
using Haggle.Catalog.Questions;
using Haggle.Cli.Asking;
using Haggle.Cli.Rehearsing;
using Haggle.Cli.Render;

namespace Haggle.Cli.Commands;

/// <summary>`haggle offers [GPU[:N]]...` and `haggle offers show ID`.</summary>
internal static class OffersCommand
{
    public static Command Build(World world, GlobalOptions globals)
    {
        var options = new OfferOptions();
        var csv = new Option<bool>("--csv") { Description = "Write the result as CSV." };
        var watch = new Option<bool>("--watch", "-w") { Description = "Ask again and again, and show what changed since the first time." };
        var every = new Option<string>("--every") { Description = "With --watch: how often (1m).", HelpName = "TIME", DefaultValueFactory = _ => "1m" };
        var verb = new Verb(
            "offers", "Show who lets what for how much, from the local catalogue: no account, no network.",
            "haggle offers H100:8 --spot # each provider's cheapest", "haggle offers A100-80GB --all --region europe # every offer there", "haggle offers --gpu-memory 40GB+ --sort tensor # the cheapest TFLOPS",
            "haggle offers H100 --spot --watch # until Ctrl-C");
        options.AddTo(verb);
        verb.Add(csv);
        verb.Add(watch);
        verb.Add(every);
        verb.Add(Show(world, globals));
        return verb.Does(world, globals, (call, cancellationToken) =>
        {
            var question = options.Question(call);
            if (!call.Value(watch)) return Task.FromResult(MarketAnswer.Show(call.World, question, call.Json, call.Value(csv)));
            var text = call.Value(every) ?? "";
            if (!SpanText.TryParse(text, out var span) || span < TimeSpan.FromSeconds(1)) throw CliException.BadInput($"--every '{text}' is not a time of a second or more, for example 1m");
            return new OfferWatch(call.World, question, call.Json, call.Value(csv)).RunAsync(span, cancellationToken);
        });
    }

    private static Verb Show(World world, GlobalOptions globals)
    {
        var id = new Argument<string>("ID") { Description = "The ID of a table, or the whole key (aws/us-east-1/p3.2xlarge/spot)." };
        var verb = new Verb("show", "Show everything that is known of an offer, and its earlier prices.", "haggle offers show aws/us-east-1/p3.2xlarge/spot");
        verb.Add(id);
        return verb.Does(world, globals, (call, _) =>
        {
            using var market = MarketAnswer.Open(call.World);
            var text = call.Value(id);
            var found = OfferSearch.Show(market, text);
            var keys = found.Select(offer => offer.Key).Distinct().ToArray();
            if (keys.Length == 0) throw CliException.BadInput($"there is no offer '{text}'", "haggle offers lists them with their IDs.");
            if (keys.Length > 1) throw CliException.BadInput($"'{text}' stands for {keys.Length} offers", string.Join(", ", keys.Take(3)));
            var now = call.World.Time.GetUtcNow();
            if (call.Json) call.Terminal.Output.Write(OfferJson.List(found, now));
            else
            {
                var page = call.Terminal.OutputPage();
                OfferView.Write(page, found, now);
                call.Terminal.Show(page);
            }

            return Task.FromResult(ExitCodes.Ok);
        });
    }
}
