using System.CommandLine;
using Haggle.Cli.Render;
using Haggle.Cli.Simulating;

namespace Haggle.Cli.Commands;

/// <summary>`haggle simulate`.</summary>
internal static class SimulateCommand
{
    private const int UsualStarts = 100;

    public static Command Build(World world, GlobalOptions globals)
    {
        var traces = new Option<string?>("--traces") { Description = "Recorded availability: a folder of traces (*.json). Without it, a market is drawn.", HelpName = "DIR" };
        var market = new Option<string?>("--market") { Description = "One recorded market with prices that move.", HelpName = "FILE" };
        var policy = new Option<string[]>("--policy") { Description = "Only these: on-demand, greedy, uniform-progress, ratio-0.85, planner.", HelpName = "NAME,...", AllowMultipleArgumentsPerToken = false };
        var task = new Option<string?>("--task") { Description = "A task file: its deadline, and max_duration as the work.", HelpName = "FILE" };
        var protocol = new Option<bool>("--protocol") { Description = "The published grid of 20 kinds of job." };
        var work = new Option<string?>("--work") { Description = "How much work the job is (48h).", HelpName = "TIME" };
        var within = new Option<string?>("--within") { Description = "How long until its deadline (a third more than the work).", HelpName = "TIME" };
        var startUp = new Option<string?>("--start-up") { Description = "How long each launch takes before it works (6m).", HelpName = "TIME" };
        var onDemand = new Option<double?>("--on-demand") { Description = "Dollars an hour on demand (3.06).", HelpName = "PRICE" };
        var spot = new Option<double?>("--spot") { Description = "Dollars an hour for spot (0.973).", HelpName = "PRICE" };
        var starts = new Option<int>("--starts") { Description = "How many starts for each kind of job.", HelpName = "N", DefaultValueFactory = _ => UsualStarts };
        var seed = new Option<long>("--seed") { Description = "Draws another market.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var html = new Option<string?>("--html") { Description = "Write a page that draws runs: what was up, what was held, progress, cost.", HelpName = "FILE" };
        var draw = new Option<string[]>("--draw") { Description = "With --html: draw the run that starts in this tick of a recording.", HelpName = "NAME@TICK", AllowMultipleArgumentsPerToken = false };
        var verb = new Verb(
            "simulate", "Try spot policies on recorded or drawn markets: cost against perfect foresight.",
            "haggle simulate # on a drawn market", "haggle simulate --traces traces/ --protocol # the published benchmark", "haggle simulate --work 20h --within 30h --html runs.html # and draw runs");
        foreach (var option in (Option[])[traces, market, policy, task, protocol, work, within, startUp, onDemand, spot, starts, seed, html, draw]) verb.Add(option);
        return verb.Does(world, globals, (call, cancellationToken) =>
        {
            var wish = new SimulationWish
            {
                Traces = call.Value(traces),
                Market = call.Value(market),
                Task = call.Value(task),
                Protocol = call.Value(protocol),
                Work = call.Value(work),
                Within = call.Value(within),
                StartUp = call.Value(startUp),
                OnDemand = call.Value(onDemand),
                Spot = call.Value(spot),
                Starts = call.Value(starts),
                Seed = call.Value(seed),
            };
            var policies = Policies.Named(call.Value(policy) ?? []);
            var recordings = wish.Recordings(call.World);
            var contest = new Contest(recordings, policies, wish.Protocol, wish.Job(call.World), wish.Starts);
            var named = call.Value(draw) ?? [];
            if (named.Length > 0 && call.Value(html) is null) throw CliException.BadInput("--draw says what to draw, and nothing says where", "Add --html FILE.");
            var scores = Scores(contest, call, cancellationToken);
            if (call.Json) call.Terminal.Output.Write(ScoreJson.Of(scores));
            else
            {
                var page = call.Terminal.OutputPage();
                ScoreView.Write(page, scores);
                call.Terminal.Show(page);
            }

            if (call.Value(html) is { } file)
            {
                var runs = new RunChoice(recordings, policies, contest).Choose(scores, named);
                Write(call.World, file, RunReport.Of(scores, runs, wish.Source));
                call.Terminal.Say($"{runs.Count} runs drawn in {file}", Ink.Faint);
            }

            return Task.FromResult(scores.Results.Any(result => result.Late > 0) ? ExitCodes.Failed : ExitCodes.Ok);
        });
    }

    private static Scores Scores(Contest contest, VerbCall call, CancellationToken cancellationToken)
    {
        using var bar = new ProgressBar(call.Terminal);
        return contest.Run(bar.Show, cancellationToken);
    }

    private static void Write(World world, string file, string text)
    {
        try
        {
            File.WriteAllText(world.PathOf(file), text);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CliException.BadInput($"--html: {file} cannot be written: {problem.Message}");
        }
    }
}
