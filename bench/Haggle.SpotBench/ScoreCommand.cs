using Haggle.Core.Policy.Spot;

namespace Haggle.SpotBench;

/// <summary>
/// The planner's scores: trained without the recording it runs on and its kin ("left out"), trained on everything ("in sample"), and trained on other days and
/// places only ("other folders").
/// </summary>
internal static class ScoreCommand
{
    public static int Run(Options options)
    {
        var wants = options.Words.Count == 0 ? ["singles", "pairs", "left-out", "in-sample"] : options.Words;
        var every = options.Every;
        var report = new Report("Spot policy: scores", $"score {string.Join(' ', options.Words)}{(every == 1 ? "" : $" --every {every}")}".TrimEnd());
        if (every > 1) report.Line($"Only every {every}th start of the protocol.\n");
        foreach (var line in Tables.Head.ReplaceLineEndings("\n").Split('\n')) report.Line(line);
        var arena = new Arena(options.Cores, every);
        if (wants.Contains("singles")) Lines(report, arena, wants, "single zones", PublicTraces.Singles(options.Traces), SpotPriors.SingleShape, SpotPriors.Single);
        if (wants.Contains("pairs")) Lines(report, arena, wants, "zone sets", PublicTraces.Pairs(options.Traces), SpotPriors.SeveralShape, SpotPriors.Several);
        report.Save(options.Out);
        return 0;
    }

    private static void Lines(
        Report report, Arena arena, IReadOnlyList<string> wants, string label, List<Recording> recordings, MarketShape shape, MarketChain shipped)
    {
        foreach (var simple in (ISpotPolicy[])[new GreedyPolicy(), new UniformProgressPolicy(), new RatioPolicy()])
            report.Line(Tables.Line($"{label}: {simple.Name}", arena.Run(recordings, _ => simple)));
        if (wants.Contains("left-out")) Learnt("planner, kin left out", (held, other) => !Trainer.AreKin(held, other));
        if (wants.Contains("other-folders")) Learnt("planner, only other folders", (held, other) => held.Folder != other.Folder);
        if (wants.Contains("in-sample")) report.Line(Tables.Line($"{label}: planner as shipped (in sample)", arena.Run(recordings, _ => new PlannerPolicy(shipped, shipped))));

        void Learnt(string name, Func<Recording, Recording, bool> uses)
        {
            var policies = recordings.ToDictionary(held => held.Name, held => Trainer.Chain([.. recordings.Where(other => uses(held, other))], shape));
            var results = arena.Run(recordings, held => new PlannerPolicy(policies[held.Name], policies[held.Name]));
            report.Line(Tables.Line($"{label}: {name}", results));
            foreach (var set in results.GroupBy(result => result.Set)) report.Line(Tables.Line($"... {set.Key}", [.. set]));
        }
    }
}
