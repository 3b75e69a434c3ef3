using System.CommandLine;
using Haggle.Cli.Planning;
using Haggle.Core.Economics.Training;

namespace Haggle.Cli.Commands;

/// <summary>`haggle plan FILE`.</summary>
internal static class PlanCommand
{
    private const int DefaultListed = 12;
    private const int MostListed = 1000;

    /// <summary>Prices of accelerators have halved within a year or two; what is older than this is history.</summary>
    private static readonly TimeSpan DefaultAge = TimeSpan.FromDays(3 * 365);

    public static Command Build(World world, GlobalOptions globals)
    {
        var file = new Argument<string>("FILE") { Description = "A task file with a workload (docs/task-file.md)." };
        var deadline = new Option<string?>("--deadline") { Description = "Only what is done by then: 8h, or 2026-12-01T18:00Z.", HelpName = "TIME" };
        var budget = new Option<string?>("--budget") { Description = "Only what is expected to cost at most so much in all.", HelpName = "USD" };
        var isPrivate = new Option<bool>("--private") { Description = "Only data centres: no private person could read the data." };
        var hassle = new Option<int?>("--max-hassle") { Description = "Only what takes at most so long from nothing to a running machine.", HelpName = "MINUTES" };
        var any = new Option<bool>("--any-machine") { Description = "Look beyond the machines that the file's resources name." };
        var age = new Option<string?>("--max-age") { Description = "Believe prices at most so old (default 3 years).", HelpName = "AGE" };
        var assume = new Option<string[]>("--assume") { Description = "Change an assumption; repeatable.", HelpName = "NAME=VALUE" };
        var results = new Option<string[]>("--results") { Description = "Results of haggle bench, also other people's; repeatable.", HelpName = "FILE" };
        var limit = new Option<int>("--limit") { Description = "So many machines in the table.", HelpName = "N", DefaultValueFactory = _ => DefaultListed };
        var html = new Option<string?>("--html") { Description = "Write a report with charts, as one file.", HelpName = "FILE" };
        var verb = new Verb(
            "plan", "Say what a training will take and cost on every offer, and which are worth it: no account, no server.",
            "haggle plan task.yaml # the ranked table, the frontier, the picks",
            "haggle plan task.yaml --deadline 8h --budget 50 --private",
            "haggle plan task.yaml --html report.html # to send around",
            "haggle plan task.yaml --assume reclaim.hours_between=6 # what if spot is hard to keep?");
        verb.Add(file);
        foreach (var option in (Option[])[deadline, budget, isPrivate, hassle, any, age, assume, results, limit, html]) verb.Add(option);
        return verb.Does(world, globals, (call, cancellationToken) =>
        {
            if (call.Value(hassle) is < 0) throw CliException.BadInput("--max-hassle must be zero or more minutes");
            var wish = new PlanWish
            {
                File = call.Value(file),
                Filter = new PlanFilter
                {
                    TimeMax = call.Value(deadline) is { } until ? PlanLimits.Deadline(until, call.World.Time.GetUtcNow()) : null,
                    Budget = call.Value(budget) is { } most ? PlanLimits.Budget(most) : null,
                    PrivateOnly = call.Value(isPrivate),
                    SetupMinutesMax = call.Value(hassle),
                    PriceAgeMax = call.Value(age) is { } oldest ? PlanLimits.Age(oldest) : DefaultAge,
                },
                AnyMachine = call.Value(any),
                Assumed = call.Value(assume) ?? [],
                Results = call.Value(results) ?? [],
                Listed = Math.Clamp(call.Value(limit), 1, MostListed),
                Html = call.Value(html),
                Json = call.Json,
            };
            return TrainingQuestion.AskAsync(call.World, wish, cancellationToken);
        });
    }
}
