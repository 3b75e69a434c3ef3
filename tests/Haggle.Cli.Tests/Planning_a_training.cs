using System.Text.Json;
using System.Text.RegularExpressions;
using Haggle.Cli.Planning;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Tests;

public sealed partial class Planning_a_training
{
    private const string Task = """
        name: imagenet
        run: train
        checkpoint: {path: ck}
        workload: {model: resnet-50, dataset: imagenet, epochs: 18}
        """;

    [Fact]
    public async Task The_built_in_catalogue_answers_without_a_server_and_writes_nothing()
    {
        using var world = With(Task);
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("plan", "task.yaml", "--json"));
        using var json = JsonDocument.Parse(world.Output);
        var root = json.RootElement;
        Assert.True(root.GetProperty("offers_fitting").GetInt32() > 500);
        Assert.Equal(23_061_006, root.GetProperty("units").GetDouble());
        Assert.Contains("cheapest private", root.GetProperty("picks").EnumerateArray().Select(pick => pick.GetProperty("pick").GetString()));
        foreach (var each in root.GetProperty("ranked").EnumerateArray())
        {
            var cost = each.GetProperty("cost_nano_usd").GetInt64();
            Assert.Equal(cost, each.GetProperty("parts").EnumerateArray().Sum(part => part.GetProperty("cost_nano_usd").GetInt64()));
            Assert.InRange(cost, each.GetProperty("cost_low_nano_usd").GetInt64(), each.GetProperty("cost_high_nano_usd").GetInt64());
            if (each.GetProperty("rate_nano_usd_per_hour").GetInt64() > 0) Assert.True(each.GetProperty("is_on_frontier").GetBoolean() != each.TryGetProperty("beaten_by", out _));
        }

        Assert.False(Directory.Exists(world.Home), "a question writes nothing");
    }

    /// <summary>The forecast of the spot policy, as launch shows it: from the catalogue and the shipped priors alone.</summary>
    [Fact]
    public async Task A_deadline_adds_what_the_spot_policy_is_expected_to_cost()
    {
        using var world = With(Task);
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("plan", "task.yaml", "--deadline", "10d", "--json"));
        using var json = JsonDocument.Parse(world.Output);
        var forecast = json.RootElement.GetProperty("forecast");
        Assert.True(forecast.GetProperty("is_possible").GetBoolean());
        var expected = forecast.GetProperty("expected_cost_nano_usd").GetInt64();
        Assert.InRange(expected, 1, forecast.GetProperty("on_demand_cost_nano_usd").GetInt64());
        Assert.InRange(forecast.GetProperty("worst_cost_nano_usd").GetInt64(), expected, long.MaxValue);
        Assert.InRange(forecast.GetProperty("spot_alone").GetDouble(), 0, 1);

        using var again = With(Task);
        Assert.Equal(ExitCodes.Ok, await again.RunAsync("plan", "task.yaml", "--deadline", "10d"));
        Assert.Matches(@"By the deadline: \$[0-9.]+ expected, under \$[0-9.]+ in 95 of 100 cases", Regex.Replace(again.Output, @"\s+", " "));
        using var without = With(Task);
        Assert.Equal(ExitCodes.Ok, await without.RunAsync("plan", "task.yaml"));
        Assert.DoesNotContain("By the deadline", without.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Private_means_no_private_person_s_machine()
    {
        using var world = With(Task);
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("plan", "task.yaml", "--private", "--json", "--limit", "1000"));
        using var json = JsonDocument.Parse(world.Output);
        Assert.DoesNotContain(json.RootElement.GetProperty("ranked").EnumerateArray(), each => each.GetProperty("provider").GetString() == "vast");
    }

    [Theory]
    [InlineData("run: x", "has no workload", "add for example workload:")]
    [InlineData("run: x\nworkload: {model: resnet-5O, dataset: imagenet}", "task.yaml:2:", "did you mean resnet-50?")]
    [InlineData("run: x\nworkload: {model: gpt-2, dataset: imagenet}", "counts gpt-2 in tokens and imagenet in images", "say samples: NUMBER")]
    [InlineData("run: x\nworkload: {steps: 100, steps_per_second: 0}", "must be a number above zero", "")]
    [InlineData("run: x\nworkload: {steps: 100, steps_per_second: 2}", "does not say what its steps_per_second were measured on", "add on: GPU")]
    [InlineData("run: x\nworkload: {steps: 100, steps_per_second: 2, on: V9000}", "V9000", "")]
    public async Task A_workload_that_tells_nothing_gets_a_located_message(string task, string message, string advice)
    {
        using var world = With(task);
        Assert.Equal(ExitCodes.BadInput, await world.RunAsync("plan", "task.yaml"));
        var folded = Regex.Replace(world.Error, @"\s+", " ");
        Assert.Contains(message, folded, StringComparison.Ordinal);
        Assert.Contains(advice, folded, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--deadline 2020-01-01T00:00Z has passed", "give an instant to come", "--deadline", "2020-01-01T00:00Z")]
    [InlineData("--deadline 'soon' is neither a time such as 8h", "", "--deadline", "soon")]
    [InlineData("--deadline 0h leaves no time", "", "--deadline", "0h")]
    [InlineData("--budget '0' is not an amount of US dollars above zero", "", "--budget", "0")]
    [InlineData("there is no assumption 'startup.minuets'; did you mean startup.minutes?", "", "--assume", "startup.minuets=3")]
    [InlineData("startup.minutes is -3, but must be a number from 0 to 600", "", "--assume", "startup.minutes=-3")]
    [InlineData("--assume 'startup' is not NAME=VALUE", "", "--assume", "startup")]
    [InlineData("--max-hassle must be zero or more minutes", "", "--max-hassle", "-1")]
    [InlineData("--results nowhere.csv is not there", "haggle bench", "--results", "nowhere.csv")]
    public async Task A_limit_that_makes_no_sense_is_refused_in_one_sentence(string message, string hint, params string[] options)
    {
        using var world = With(Task);
        Assert.Equal(ExitCodes.BadInput, await world.RunAsync(["plan", "task.yaml", .. options]));
        var folded = Regex.Replace(world.Error, @"\s+", " ");
        Assert.Contains(message, folded, StringComparison.Ordinal);
        Assert.Contains(hint, folded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_budget_below_any_offer_says_what_would_do_and_that_does()
    {
        using var world = With(Task);
        string[] limits = ["--private", "--deadline", "2h"];
        Assert.Equal(ExitCodes.NoOffer, await world.RunAsync(["plan", "task.yaml", .. limits, "--budget", "0.10", "--json"]));
        using var json = JsonDocument.Parse(world.Output);
        var enough = Regex.Match(json.RootElement.GetProperty("nearest").GetString()!, @"with --budget \$([0-9.]+):").Groups[1].Value;
        using var again = With(Task);
        Assert.Equal(ExitCodes.Ok, await again.RunAsync(["plan", "task.yaml", .. limits, "--budget", enough]));
    }

    [Fact]
    public async Task An_assumption_of_one_s_own_is_taken_and_named()
    {
        using var world = With(Task);
        Directory.CreateDirectory(world.Home);
        File.WriteAllText(Path.Combine(world.Home, "plan-assumptions.json"), "{\"startup.minutes\": 55}");
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("plan", "task.yaml", "--json", "--assume", "reclaim.range=2"));
        using var json = JsonDocument.Parse(world.Output);
        var assumptions = json.RootElement.GetProperty("assumptions").EnumerateArray().ToDictionary(each => each.GetProperty("name").GetString()!);
        Assert.Equal(55, assumptions["startup.minutes"].GetProperty("value").GetDouble());
        Assert.EndsWith("plan-assumptions.json", assumptions["startup.minutes"].GetProperty("source").GetString(), StringComparison.Ordinal);
        Assert.Equal("the command line", assumptions["reclaim.range"].GetProperty("source").GetString());
        Assert.Equal(55 * 60, json.RootElement.GetProperty("ranked")[2].GetProperty("parts").EnumerateArray().Single(part => part.GetProperty("part").GetString() == "start-up").GetProperty("seconds").GetDouble());
    }

    [Fact]
    public async Task The_report_is_one_file_that_fetches_nothing()
    {
        using var world = With(Task);
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("plan", "task.yaml", "--html", "report.html"));
        var html = File.ReadAllText(world.Folder.At("report.html"));
        Assert.Contains("<svg", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.Contains("@media print", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Fetches(), html);
        Assert.Equal(ExitCodes.BadInput, await world.RunAsync("plan", "task.yaml", "--html", "no/such/folder/report.html"));
    }

    [Theory]
    [InlineData("succeeded", false, ExitCodes.Ok)]
    [InlineData("failed", false, ExitCodes.BadInput)]
    [InlineData("succeeded", true, ExitCodes.BadInput)]
    public async Task A_workload_like_an_earlier_run_is_planned_by_its_time(string outcome, bool wasRehearsed, int code)
    {
        using var world = With("run: x\nworkload: {like: run 42}");
        await using var server = await world.ServeAsync();
        var run = new RunMessage { Id = 42, Name = "n", Phase = "ended", Outcome = outcome, Offer = "aws/us-east-1/p3.2xlarge/spot", Rehearsal = wasRehearsed ? Samples.Rehearsal : null };
        server.On("GET /v1/runs/42", run, RestJson.Default.RunMessage);
        server.On("GET /v1/runs/42/bill", new BillMessage { Run = 42, Name = "n", ProgramSeconds = 7200, RepeatedSeconds = 1800 }, RestJson.Default.BillMessage);
        Assert.Equal(code, await world.RunAsync("plan", "task.yaml", "--json", "--limit", "1000"));
        if (code != ExitCodes.Ok)
        {
            Assert.Contains("is like run 42, of which no speed is known", Regex.Replace(world.Error, @"\s+", " "), StringComparison.Ordinal);
            return;
        }

        using var json = JsonDocument.Parse(world.Output);
        Assert.Equal("the same as run 42", json.RootElement.GetProperty("work").GetString());
        var same = json.RootElement.GetProperty("ranked").EnumerateArray().First(each => each.GetProperty("accelerator").GetString() == "V100" && each.GetProperty("accelerator_count").GetDouble() is 1 && each.GetProperty("purchase").GetString() == "on-demand");
        Assert.Equal(5400, same.GetProperty("parts").EnumerateArray().First(part => part.GetProperty("part").GetString() == "training").GetProperty("seconds").GetDouble(), 1);
    }

    [Fact]
    public void The_same_plan_is_the_same_report() => Assert.Equal(TrainingReport.Of(Plans.Good), TrainingReport.Of(Plans.Good));

    private static TestWorld With(string task)
    {
        var world = new TestWorld();
        File.WriteAllText(world.Folder.At("task.yaml"), task);
        return world;
    }

    [GeneratedRegex("(src|href)=\"(?!#)|@import|url\\(")]
    private static partial Regex Fetches();
}
