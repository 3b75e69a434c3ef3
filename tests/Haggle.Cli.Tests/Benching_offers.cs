using Haggle.Cli.Benching;
using Haggle.Cli.Commands;
using Haggle.Cli.Render;
using Haggle.Core.Economics.Training;
using Haggle.Core.Tasks;
using Haggle.Core.Units;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Tests;

public sealed class Benching_offers
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Steps_are_timed_after_the_warm_up_by_the_agent_s_clock()
    {
        var timer = new StepTimer(10, 50);
        timer.Hear(Run("launching", 2, null, 0));
        timer.Hear(Run("setting-up", 5, null, 0));
        timer.Hear(Run("running", 20, null, 0));
        foreach (var (step, second) in new[] { (1, 21), (5, 25), (11, 30), (40, 35) })
        {
            timer.Hear(Run("running", second, step, second));
            Assert.False(timer.IsDone);
        }

        timer.Hear(Run("running", 41, 61, 40));
        Assert.True(timer.IsDone);
        var result = timer.Result(Run("ended", 50, 61, 40), Frame)!;
        Assert.Equal((50, 10, 5), (result.Steps, result.MeasuredSeconds, result.StepsPerSecond));
        Assert.Equal((5, 15, 10, 50), (result.PlacingSeconds, result.PreparingSeconds, result.WarmUpSeconds, result.WallSeconds));
    }

    [Fact]
    public void What_was_timed_before_a_reclaim_is_void()
    {
        var timer = new StepTimer(0, 20);
        timer.Hear(Run("running", 1, 1, 1));
        timer.Hear(Run("running", 2, 15, 2));
        timer.Hear(Run("running", 60, 10, 60));
        Assert.False(timer.IsDone);
        timer.Hear(Run("running", 70, 30, 70));
        Assert.True(timer.IsDone);
        Assert.Equal(2, timer.Result(Run("ended", 80, 30, 70), Frame)!.StepsPerSecond);
    }

    [Fact]
    public void The_phases_that_the_program_named_come_with_the_result()
    {
        var timer = new StepTimer(0, 2);
        timer.Hear(Run("running", 1, 1, 1));
        var last = Run("running", 9, 3, 9);
        last.Progress!.PhaseSeconds = new() { ["fit"] = 301.5, ["a=b; c"] = 2 };
        timer.Hear(last);
        var result = timer.Result(Run("ended", 10, 3, 9), Frame)!;
        Assert.Equal("fit=301.5;a_b_ c=2", result.Phases);
        var page = new Page(80, colours: false);
        BenchView.Write(page, [result]);
        Assert.Contains("aws us-east-1 p3.2xlarge spot: fit 5m 02s, a_b_ c 2s", page.ToString(), StringComparison.Ordinal);
        Assert.All(page.ToString().Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void A_program_that_tells_no_steps_has_no_speed() => Assert.Null(new StepTimer(0, 5).Result(Run("ended", 9, null, 0), Frame));

    [Fact]
    public void Results_come_back_and_merge_without_doubles()
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("results.csv");
        var one = Frame with { Phases = "fit=3.5;predict=1", Steps = 50, MeasuredSeconds = 10.5, ToldRate = 1234.5, ToldUnit = "images/s", Cost = Money.FromUsd(0.0123m), Accelerator = "V100", Count = 1, Rate = HourlyRate.FromUsd(3.06m) };
        ResultsFile.Merge(path, [one]);
        ResultsFile.Merge(path, [one, one with { At = Noon.AddHours(1), Offer = "vast/Sweden, SE, EU/x/on-demand" }]);
        Assert.Equal([one, one with { At = Noon.AddHours(1), Offer = "vast/Sweden, SE, EU/x/on-demand" }], ResultsFile.Read(path));
    }

    [Fact]
    public void Columns_of_others_are_kept_and_lines_without_steps_tell_no_speed()
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("results.csv");
        File.WriteAllText(path, "task,offer,measured_seconds,usd_per_hour,mood\nt,a,10,1,good\n");
        ResultsFile.Merge(path, [Frame with { Steps = 7, MeasuredSeconds = 3 }]);
        Assert.Contains("mood", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(7, Assert.Single(ResultsFile.Read(path)).Steps);
    }

    [Theory]
    [InlineData("0", "3", "a throughput of zero tells no speed")]
    [InlineData("x", "3", "steps 'x' is not a number of zero or more")]
    [InlineData("5", "0", "measured_seconds must be above zero")]
    public void A_broken_line_is_named_by_its_place(string steps, string seconds, string message)
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("results.csv");
        ResultsFile.Merge(path, [Frame with { Steps = 7, MeasuredSeconds = 3 }]);
        File.WriteAllText(path, File.ReadAllText(path).Replace(",7,3,", $",{steps},{seconds},", StringComparison.Ordinal));
        var problem = Assert.Throws<CliException>(() => ResultsFile.Read(path));
        Assert.StartsWith(path + ":2: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_real_measurement_of_the_same_task_in_the_same_units_feeds_an_estimate()
    {
        var spec = new TaskSpec { Name = "t" };
        var result = Frame with { Steps = 50, MeasuredSeconds = 10, Accelerator = "V100", Count = 1 };
        var steps = new Workload.Measured(1000, 1, null);
        Assert.Equal(5, result.For(spec, steps, Work("step"))!.UnitsPerSecond);
        Assert.Equal(1280, result.For(spec, new Workload.KnownModel("resnet-50", "imagenet", null, 1, 256), Work("image"))!.UnitsPerSecond);
        Assert.Equal(900, (result with { ToldRate = 900, ToldUnit = "images/s" }).For(spec, new Workload.KnownModel("resnet-50", "imagenet", null, 1, null), Work("image"))!.UnitsPerSecond);
        Assert.Null(result.For(spec, new Workload.KnownModel("resnet-50", "imagenet", null, 1, null), Work("image")));
        Assert.Null((result with { IsRehearsed = true }).For(spec, steps, Work("step")));
        Assert.Null(result.For(spec with { Name = "another" }, steps, Work("step")));
    }

    [Theory]
    [InlineData("a/b/c/spot,d/e/f/on-demand", "a/b/c/spot", "d/e/f/on-demand")]
    [InlineData("vast/Sweden, SE/1x/on-demand,local", "vast/Sweden, SE/1x/on-demand", "local")]
    [InlineData(",local,", "local")]
    public void Offers_are_told_apart_by_commas_but_not_by_those_in_a_place(string text, params string[] offers) => Assert.Equal(offers, BenchCommand.SplitOffers(text));

    [Theory]
    [InlineData("--steps must be 1 or more", "--steps", "0", "--on", "local")]
    [InlineData("--on names no offer", "--on", ",")]
    [InlineData("--at-most 'long' is not a time", "--on", "local", "--at-most", "long")]
    public async Task A_wish_that_makes_no_sense_is_refused(string message, params string[] options)
    {
        using var world = new TestWorld();
        Assert.Equal(ExitCodes.BadInput, await world.RunAsync(["bench", "task.yaml", .. options]));
        Assert.Contains(message, world.Error, StringComparison.Ordinal);
    }

    private static MeasuredResult Frame => new() { Task = "t", Offer = "aws/us-east-1/p3.2xlarge/spot", Steps = 0, MeasuredSeconds = 0, At = Noon };

    private static TrainingWork Work(string unit) => new() { Amount = 1, Unit = unit, Told = "a test" };

    private static RunMessage Run(string phase, int seconds, int? step, int at) => new()
    {
        Id = 1,
        Name = "t",
        Phase = phase,
        SubmittedAt = Noon,
        Now = Noon.AddSeconds(seconds),
        Progress = step is { } done ? new ProgressView { Step = done, At = Noon.AddSeconds(at) } : null,
    };
}
