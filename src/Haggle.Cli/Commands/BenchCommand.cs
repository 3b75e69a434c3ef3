using System.CommandLine;
using Haggle.Cli.Benching;
using Haggle.Cli.Launching;
using Haggle.Cli.Rehearsing;

namespace Haggle.Cli.Commands;

/// <summary>`haggle bench FILE --steps N --on OFFER,...`.</summary>
internal static class BenchCommand
{
    private const long DefaultSteps = 50;

    /// <summary>A tenth of the timed steps: long enough for caches and clocks to settle.</summary>
    private const long WarmUpShare = 10;

    private static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(30);

    public static Command Build(World world, GlobalOptions globals)
    {
        var file = new Argument<string>("FILE") { Description = "The task file whose program is timed. It must tell its steps (docs/progress-protocol.md)." };
        var steps = new Option<long>("--steps") { Description = "So many steps are timed.", HelpName = "N", DefaultValueFactory = _ => DefaultSteps };
        var warmUp = new Option<long?>("--warm-up") { Description = "So many steps before them are not (default a tenth).", HelpName = "N" };
        var on = new Option<string[]>("--on") { Description = "The offers, by the keys that haggle offers shows; several with commas between.", HelpName = "OFFER,...", Required = true };
        var rehearse = new Option<bool>("--rehearse") { Description = "Run it on this computer as if on each offer. Nothing is rented, and no estimate is made from it." };
        var patience = new Option<string?>("--at-most") { Description = "The longest that one piece may take (default 30m).", HelpName = "TIME" };
        var env = new Option<string[]>("--env") { Description = "An environment variable. Repeatable.", HelpName = "NAME=VALUE" };
        var outFile = new Option<string?>("--out") { Description = "Put the results into this file too, beside what is in it.", HelpName = "FILE" };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask before money is spent." };
        var verb = new Verb(
            "bench", "Time a short piece of a task on several offers side by side; haggle plan then counts with what was measured.",
            "haggle bench task.yaml --steps 100 --on OFFER,OFFER # side by side",
            "haggle bench task.yaml --on local # this computer",
            "haggle bench task.yaml --on local --out results.csv # to share; haggle plan --results reads it");
        verb.Add(file);
        foreach (var option in (Option[])[steps, warmUp, on, rehearse, patience, env, outFile, yes]) verb.Add(option);
        return verb.Does(world, globals, (call, cancellationToken) =>
        {
            var count = call.Value(steps);
            if (count < 1) throw CliException.BadInput("--steps must be 1 or more");
            var warm = call.Value(warmUp) ?? count / WarmUpShare;
            if (warm < 0) throw CliException.BadInput("--warm-up must be zero or more steps");
            var offers = (call.Value(on) ?? []).SelectMany(SplitOffers).Distinct(StringComparer.Ordinal).ToArray();
            if (offers.Length == 0) throw CliException.BadInput("--on names no offer", "haggle offers shows them; local is this computer.");
            var most = DefaultPatience;
            if (call.Value(patience) is { } text && (!SpanText.TryParse(text, out most) || most <= TimeSpan.Zero)) throw CliException.BadInput($"--at-most '{text}' is not a time such as 20m");
            var wish = new BenchWish
            {
                File = call.Value(file),
                Steps = count,
                WarmUp = warm,
                Offers = offers,
                Rehearses = call.Value(rehearse),
                Patience = most,
                Environment = Assignments.Read("--env", call.Value(env) ?? [], call.World),
                Out = call.Value(outFile),
                Yes = call.Value(yes),
                Json = call.Json,
            };
            return new Bench(call.World, wish).RunAsync(cancellationToken);
        });
    }

    /// <summary>Places of marketplaces hold commas ("vast/Sweden, SE, EU/..."), followed by a blank; those between offers are not.</summary>
    internal static IEnumerable<string> SplitOffers(string text)
    {
        var from = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != ',' || (i + 1 < text.Length && text[i + 1] == ' ')) continue;
            if (i > from) yield return text[from..i].Trim();
            from = i + 1;
        }

        if (from < text.Length) yield return text[from..].Trim();
    }
}
