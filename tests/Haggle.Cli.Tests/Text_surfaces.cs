using Haggle.Cli.Commands;
using Haggle.Cli.Planning;
using Haggle.Cli.Render;

namespace Haggle.Cli.Tests;

public sealed class Text_surfaces
{
    public static TheoryData<string, int> Views()
    {
        var data = new TheoryData<string, int>();
        foreach (var name in AllViews.Keys)
            foreach (var width in new[] { 80, 120 }) data.Add(name, width);
        return data;
    }

    private static readonly Dictionary<string, Action<Page>> AllViews = new()
    {
        ["plan"] = page => PlanView.Write(page, Samples.Plan),
        ["plan-of-a-rehearsal"] = page => PlanView.Write(page, Samples.Plan with { Rehearsal = Samples.Rehearsal, CostsMoney = false, Nodes = 4, Warnings = [] }),
        ["plan-on-this-machine"] = page => PlanView.Write(page, Samples.FreePlan),
        ["plan-why-not"] = page => PlanView.Write(page, Samples.WhyNot),
        ["status"] = page => RunListView.Write(page, Samples.Runs, all: true),
        ["status-none"] = page => RunListView.Write(page, new(), all: false),
        ["run"] = page => RunView.Write(page, Samples.Run),
        ["run-that-failed"] = page => RunView.Write(page, Samples.Ended("failed", 3) with { Rehearsal = Samples.Rehearsal }),
        ["bill"] = page => BillView.Write(page, Samples.Bill),
        ["bill-of-a-rehearsal"] = page => BillView.Write(page, Samples.Bill with { Rehearsal = Samples.Rehearsal, Estimate = Samples.Estimate with { ExpectedCostNanoUsd = null } }),
        ["bill-so-far"] = page => BillView.Write(page, Samples.Bill with { IsFinal = false, Outcome = null, Lines = [Samples.Bill.Lines[0], Samples.Bill.Lines[1] with { End = "" }], SavedBySpotNanoUsd = -12_000_000 }),
        ["bill-of-a-gang"] = page => BillView.Write(page, Samples.Bill with { Lines = [.. Samples.Bill.Lines, Samples.Bill.Lines[1] with { Rank = 1, CostNanoUsd = 1_147_533_333 }], TotalNanoUsd = 3_213_033_333 }),
        ["bill-of-nothing"] = page => BillView.Write(page, new() { Run = 3, Name = "charlm", IsFinal = true }),
        ["costs"] = page => CostListView.Write(page, Samples.Runs),
        ["queue"] = page => QueueView.Write(page, Samples.Queue),
        ["machines"] = page => Haggle.Cli.Pools.PoolView.Write(page, PoolSamples.Pool),
        ["machines-none"] = page => Haggle.Cli.Pools.PoolView.Write(page, new()),
        ["machine"] = page => Haggle.Cli.Pools.PoolMachineView.Write(page, PoolSamples.Pool.Machines[0]),
        ["machine-not-reached"] = page => Haggle.Cli.Pools.PoolMachineView.Write(page, PoolSamples.Pool.Machines[3]),
        ["events"] = page => EventsView.Write(page, Samples.Events),
        ["experience"] = page => ExperienceView.Write(page, Samples.Experience),
        ["plan-with-a-deadline"] = page => PlanView.Write(page, Samples.Plan with { Deadline = Samples.Plan.AsOf.AddHours(60), Forecast = Samples.Forecast }),
        ["plan-with-a-deadline-that-cannot-be-met"] = page => PlanView.Write(page, Samples.Plan with { Deadline = Samples.Plan.AsOf.AddHours(2), Forecast = Samples.Forecast with { IsPossible = false } }),
        ["training-plan"] = page => TrainingPlanView.Write(page, Plans.Good),
        ["training-plan-none"] = page => TrainingPlanView.Write(page, Plans.None),
        ["doctor"] = page => DoctorView.Write(page, Samples.Doctor),
    };

    [Theory]
    [MemberData(nameof(Views))]
    public void A_view_reads_as_it_was_approved(string name, int width)
    {
        var page = new Page(width, colours: false);
        AllViews[name](page);
        Assert.All(page.ToString().Split('\n'), line => Assert.True(line.Length <= width, $"wider than {width}: {line}"));
        Snapshot.Matches($"{name}-{width}", page.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("launch")]
    [InlineData("check")]
    [InlineData("plan")]
    [InlineData("bench")]
    [InlineData("offers")]
    [InlineData("gpus")]
    [InlineData("history")]
    [InlineData("own")]
    [InlineData("compare")]
    [InlineData("catalog")]
    [InlineData("simulate")]
    [InlineData("experience")]
    [InlineData("status")]
    [InlineData("queue")]
    [InlineData("machines")]
    [InlineData("logs")]
    [InlineData("cost")]
    [InlineData("stop")]
    [InlineData("down")]
    [InlineData("ssh")]
    [InlineData("exec")]
    [InlineData("reclaim")]
    [InlineData("doctor")]
    [InlineData("server")]
    public async Task The_help_of_each_verb_reads_as_it_was_approved(string verb)
    {
        using var world = new TestWorld();
        Assert.Equal(ExitCodes.Ok, await world.RunAsync([.. verb.Length > 0 ? new[] { verb } : [], "--help"]));
        Assert.All(world.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Snapshot.Matches(verb.Length > 0 ? "help-" + verb : "help", world.Output);
    }

    [Fact]
    public void Every_verb_has_examples() =>
        Assert.All(CommandTree.Build(new TestWorld().World(), null).Subcommands, verb => Assert.NotEmpty(((Verb)verb).Examples));

    [Fact]
    public void Without_colours_there_is_no_escape_in_a_page()
    {
        var page = new Page(80, colours: false);
        foreach (var view in AllViews.Values) view(page);
        Assert.DoesNotContain('\e', page.ToString());
    }

    [Fact]
    public void With_colours_the_words_stay_the_same()
    {
        Page plain = new(80, colours: false), coloured = new(80, colours: true);
        foreach (var view in AllViews.Values)
        {
            view(plain);
            view(coloured);
        }

        Assert.Contains("\e[32m", coloured.ToString(), StringComparison.Ordinal);
        var stripped = System.Text.RegularExpressions.Regex.Replace(coloured.ToString(), "\e\\[[0-9]+m", "");
        Assert.Equal(string.Join('\n', plain.ToString().Split('\n').Select(line => line.TrimEnd())), string.Join('\n', stripped.Split('\n').Select(line => line.TrimEnd())));
    }
}
