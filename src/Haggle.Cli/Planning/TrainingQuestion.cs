using System.Text;
using Haggle.Catalog.BuiltIn;
using Haggle.Catalog.Questions;
using Haggle.Cli.Asking;
using Haggle.Cli.Benching;
using Haggle.Cli.Render;
using Haggle.Core.Economics.Training;
using Haggle.Core.Runs;

namespace Haggle.Cli.Planning;

/// <summary>`haggle plan`, from the task file to the answer: read, look the market through, show.</summary>
internal static class TrainingQuestion
{
    /// <summary>More points than this make a cloud, not a chart.</summary>
    private const int Drawn = 250;

    public static async Task<int> AskAsync(World world, PlanWish wish, CancellationToken cancellationToken)
    {
        if (PlanSources.Read(world, wish.File) is not var (spec, reading)) return ExitCodes.BadInput;
        var assumed = PlanSources.Assumed(world, wish.Assumed);
        var results = wish.Results.Select(path => Existing(world, path)).Append(Path.Combine(world.StateFolder.Path, ResultsFile.OwnName)).SelectMany(ResultsFile.Read).OrderByDescending(each => each.At).ToArray();
        if (await PlanSources.WorkAsync(world, spec, reading, results, cancellationToken).ConfigureAwait(false) is not var (task, note)) return ExitCodes.BadInput;

        var now = world.Time.GetUtcNow();
        var filter = wish.Filter;
        if (filter.TimeMax is null && spec.Deadline is { } deadline)
            filter = filter with { TimeMax = PlanLimits.Left(deadline, now) ?? throw CliException.BadInput($"{wish.File}: the deadline has passed", "Change it in the file, or give --deadline.") };
        filter = filter with { Budget = filter.Budget ?? spec.Budget };
        using var market = MarketAnswer.Open(world);
        var quotes = MarketQuotes.Read(market, KnownProviders.All, now);
        quotes = quotes with { Quotes = [.. quotes.Quotes, .. OwnMachines.Of(results, spec)] };
        // A file that does not speak of spot leaves the question open here, while launch takes no for an answer.
        var saysSpot = reading.Fields.Any(use => use.Path.EndsWith("use_spot", StringComparison.Ordinal));
        var wishes = wish.AnyMachine ? [] : spec.Resources.Choices.Select(ResourceWish.Of).Select(each => saysSpot ? each : each with { Spot = null }).ToArray();
        if (wishes is [var only] && only == new ResourceWish()) wishes = [];
        var planner = new TrainingPlanner(task, BuiltInSpeeds.Knowledge, assumed, KnownProviders.All);
        var plan = planner.Plan(quotes, [.. wishes], filter, Math.Max(Drawn, wish.Listed), now);
        var advice = PlanAdvice.Of(plan, task, assumed, BuiltInPlanRules.Rules, now);
        Show(world, wish, new PlannedTask(spec, wish.File, task, plan, assumed, advice, filter, wish.Listed, note, now) { Forecast = DeadlineForecast.Of(spec, planner, filter, now) });
        return plan.Fitting > 0 ? ExitCodes.Ok : ExitCodes.NoOffer;
    }

    private static string Existing(World world, string file) =>
        File.Exists(world.PathOf(file)) ? world.PathOf(file) : throw CliException.BadInput($"--results {file} is not there", "haggle bench FILE --steps N --on OFFER --out FILE writes one.");

    private static void Show(World world, PlanWish wish, PlannedTask planned)
    {
        if (wish.Html is { } path)
        {
            try
            {
                File.WriteAllText(world.PathOf(path), TrainingReport.Of(planned), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                throw CliException.BadInput($"{path} cannot be written: {problem.Message}");
            }
        }

        if (wish.Json) world.Terminal.Output.Write(TrainingPlanJson.Of(planned));
        else
        {
            var page = world.Terminal.OutputPage();
            TrainingPlanView.Write(page, planned);
            world.Terminal.Show(page);
            if (wish.Html is not null) world.Terminal.Say($"The report is in {wish.Html}.", Ink.Faint);
        }
    }
}
