using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Haggle.Cli.Comparing;
using Haggle.Cli.Render;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Tests.Comparing;

public sealed class Comparing_results
{
    private const string Results = """
        task,offer,nodes,usd_per_hour,measured_seconds,cost_usd,warmup_seconds,phases,steps,at,source
        cats,aws/p2.xlarge/spot,1,0.28,1200,,60,fit=500;unfreeze=640;predict=60,100,2026-01-01,"a test, quoted"
        cats,aws/p2.8xlarge/spot,1,4.05,960,,60,,100,,
        cats,vast/gtx-1070-ti,1,0.065,554,,,,100,,
        cats,aws/p3.8xlarge,1,12.24,130,,,,50,,
        imagenet,p3.16xlarge,16,24.48,1085.181397,40,,,,,
        """;

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void The_comparison_reads_the_same_as_it_was_read_once(int width)
    {
        var page = new Page(width, colours: false);
        ComparisonView.Write(page, Comparison.Of(ResultsTable.Read("results.csv", Results)));
        Assert.All(page.ToString().Split('\n'), line => Assert.True(line.Length <= width, line));
        Snapshot.Matches($"compare-{width}", page.ToString());
    }

    [Fact]
    public async Task What_is_off_the_frontier_is_left_out_and_says_why()
    {
        using var world = World();
        var cats = (await JsonAsync(world, "compare", "results.csv")).GetProperty("tasks")[0];
        var results = cats.GetProperty("results").EnumerateArray().ToDictionary(result => result.GetProperty("offer").GetString()!);
        Assert.True(results["vast/gtx-1070-ti"].GetProperty("is_on_frontier").GetBoolean());
        Assert.Equal("vast/gtx-1070-ti", results["aws/p2.xlarge/spot"].GetProperty("beaten_by").GetString());
        Assert.Equal("aws/p3.8xlarge is 11m 40s faster and $0.1960 cheaper", results["aws/p2.8xlarge/spot"].GetProperty("why_left_out").GetString());
        // Fifty steps were timed there, a hundred elsewhere.
        Assert.Equal(260, results["aws/p3.8xlarge"].GetProperty("seconds").GetDouble());
        Assert.Equal(884_000_000, results["aws/p3.8xlarge"].GetProperty("cost_nano_usd").GetInt64());
    }

    [Fact]
    public async Task A_published_cost_that_is_not_price_times_time_shows_the_price_that_it_means()
    {
        using var world = World();
        var fast = (await JsonAsync(world, "compare", "results.csv", "--task", "imagenet")).GetProperty("tasks")[0].GetProperty("results")[0];
        Assert.Equal(118_067, fast.GetProperty("cost_nano_usd").GetInt64() / 1_000_000);
        Assert.Equal("$118.07 by time and price; the stated $40.00 mean $8.29 an hour for a machine instead of $24.48, 34% of it", fast.GetProperty("stated_cost_means").GetString());
    }

    [Fact]
    public async Task Runs_are_compared_by_what_they_cost()
    {
        using var world = World();
        await using var server = await world.ServeAsync();
        foreach (var (id, seconds, usd) in new[] { (7, 3600.0, 4), (8, 7200.0, 1) })
        {
            server.On($"GET /v1/runs/{id}", Samples.Run with { Id = id, Name = $"run-{id}", Rehearsal = null }, RestJson.Default.RunMessage);
            server.On($"GET /v1/runs/{id}/bill", Samples.Bill with { Run = id, ProgramSeconds = seconds, TotalNanoUsd = usd * 1_000_000_000L }, RestJson.Default.BillMessage);
        }

        var json = await JsonAsync(world, "compare", "7", "8", "--task", "same");
        var results = json.GetProperty("tasks")[0].GetProperty("results");
        Assert.Equal(2, results.GetArrayLength());
        Assert.All(results.EnumerateArray(), result => Assert.True(result.GetProperty("is_on_frontier").GetBoolean()));
        Assert.StartsWith("run 8: ", results[0].GetProperty("offer").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_merged_without_doubling_lines_and_keep_columns_of_others()
    {
        using var world = World();
        File.WriteAllText(world.Folder.At("theirs.csv"), "offer,task,measured_seconds,usd_per_hour,mood\nx/y,cats,10,1,\"good, even\"\nx/y,cats,10,1,\"good, even\"\n");
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("compare", "results.csv", "theirs.csv", "results.csv", "--merge", "all.csv"));
        var all = File.ReadAllText(world.Folder.At("all.csv"));
        Assert.Equal(7, all.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("\"good, even\"", all, StringComparison.Ordinal);
        Assert.Contains("\"a test, quoted\"", all, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("compare", "all.csv", "--merge", "all.csv"));
        Assert.Equal(all, File.ReadAllText(world.Folder.At("all.csv")));
    }

    [Fact]
    public async Task The_file_of_haggle_bench_is_understood()
    {
        using var world = World();
        File.WriteAllText(world.Folder.At("bench.csv"), """
            task,offer,accelerator,count,nodes,usd_per_hour,steps,measured_seconds,steps_per_second,told_rate,told_unit,placing_seconds,preparing_seconds,warmup_seconds,wall_seconds,cost_usd,rehearsed,at
            charlm,aws/us-east-1/p3.2xlarge/spot,V100,1,1,0.918,200,20,10,0,,30,12,2,70,0.017850,no,2026-11-21T12:00:00Z
            charlm,local/here/machine/owned,,0,1,0,100,40,2.5,0,,0,0,4,50,0,yes,2026-11-21T12:00:00Z
            """);
        var results = (await JsonAsync(world, "compare", "bench.csv")).GetProperty("tasks")[0].GetProperty("results");
        Assert.Equal(80, results[0].GetProperty("seconds").GetDouble());
        Assert.Equal(44, results[1].GetProperty("excluded_seconds").GetDouble());
        Assert.True(results[0].GetProperty("is_rehearsed").GetBoolean());
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("task,offer\n", "there is no column 'measured_seconds'")]
    [InlineData("task,offer,measured_second,usd_per_hour\n", "Is it the one called 'measured_second'?")]
    [InlineData("task,offer,measured_seconds\n", "neither a column 'usd_per_hour' nor 'cost_usd'")]
    [InlineData("task,offer,measured_seconds,usd_per_hour\na,b,0,1\n", "bad.csv:2: measured_seconds must be above zero")]
    [InlineData("task,offer,measured_seconds,usd_per_hour\na,b,x,1\n", "bad.csv:2: measured_seconds 'x' is not a number")]
    [InlineData("task,offer,measured_seconds,usd_per_hour\na,b,1,-1\n", "bad.csv:2: usd_per_hour '-1' is not an amount")]
    [InlineData("task,offer,measured_seconds,usd_per_hour\na,b,1,\n", "bad.csv:2: says neither usd_per_hour nor cost_usd")]
    [InlineData("task,offer,measured_seconds,usd_per_hour\n\na,b,1\n", "bad.csv:3: has 3 cells, but the first line has 4")]
    [InlineData("task,offer,measured_seconds,usd_per_hour\na,\"b,1,1\n", "bad.csv:2: a quote is not closed")]
    [InlineData("task,offer,measured_seconds,usd_per_hour,nodes\na,b,1,1,0\n", "nodes must be a whole number")]
    [InlineData("task,offer,measured_seconds,usd_per_hour,phases\na,b,1,1,fit\n", "phases: 'fit' is not NAME=SECONDS")]
    [InlineData("task,offer,measured_seconds,usd_per_hour,at\na,b,1,1,soon\n", "at 'soon' is not an instant")]
    [InlineData("task,task,offer,measured_seconds,usd_per_hour\n", "the column 'task' is there twice")]
    [InlineData("task,offer,measured_seconds,usd_per_hour\n", "there is nothing to compare")]
    [InlineData("task,offer,measured_seconds,usd_per_hour,nodes\na,b,1000000,9000000000,100000\n", "more than nine billion dollars")]
    public async Task A_mistake_is_told_with_its_line(string text, string message)
    {
        using var world = World();
        File.WriteAllText(world.Folder.At("bad.csv"), text);
        Assert.Equal(ExitCodes.BadInput, await world.RunAsync("compare", "bad.csv"));
        Assert.Contains(message, string.Join(' ', world.Error.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_article_s_results_come_with_the_example()
    {
        using var world = World();
        var path = Path.Combine(Snapshot.Folder, "..", "..", "examples", "cats-vs-dogs", "results.csv");
        var results = (await JsonAsync(world, "compare", path)).GetProperty("tasks")[0].GetProperty("results").EnumerateArray().ToArray();
        Assert.False(results.Single(result => result.GetProperty("offer").GetString() == "aws/p2.8xlarge/spot").GetProperty("is_on_frontier").GetBoolean());
        Assert.Equal(["colab", "vast/gtx-1070-ti"], results.Where(result => result.GetProperty("is_on_frontier").GetBoolean()).Select(result => result.GetProperty("offer").GetString()));
    }

    [Fact]
    public async Task The_article_s_workload_is_a_good_task_file()
    {
        using var world = World();
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("check", Path.Combine(Snapshot.Folder, "..", "..", "examples", "cats-vs-dogs", "task.yaml")));
        Assert.Contains("resnet-50", world.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_compared_every_result_is_either_on_the_frontier_or_beaten_by_one_that_is() => Prop.ForAll<(PositiveInt Cents, PositiveInt Seconds)[]>(numbers =>
    {
        if (numbers.Length == 0) return;
        var results = numbers.Select((pair, index) => new Measured
        {
            Task = "t",
            Offer = index.ToString(CultureInfo.InvariantCulture),
            Seconds = pair.Seconds.Get,
            Rate = Core.Units.HourlyRate.FromUsd(pair.Cents.Get / 100m),
        }).ToArray();
        var comparison = Assert.Single(Comparison.Of(results));
        var frontier = comparison.Frontier.Select(each => each.Result).ToHashSet();
        foreach (var left in comparison.LeftOut)
        {
            var winner = comparison.Results.Single(each => each.Result == left.BeatenBy);
            Assert.Contains(winner.Result, frontier);
            Assert.True(winner.Cost <= left.Cost && winner.Time <= left.Time);
            Assert.NotEmpty(ComparisonTexts.Why(left, comparison));
        }
    }).QuickCheckThrowOnFailure();

    private static TestWorld World()
    {
        var world = new TestWorld();
        File.WriteAllText(world.Folder.At("results.csv"), Results);
        return world;
    }

    private static async Task<JsonElement> JsonAsync(TestWorld world, params string[] args)
    {
        Assert.Equal(ExitCodes.Ok, await world.RunAsync([.. args, "--json"]));
        using var document = JsonDocument.Parse(world.Output);
        return document.RootElement.Clone();
    }
}
