using System.Text.Json;
using Haggle.Wire.Rest;
using Microsoft.AspNetCore.Http;

namespace Haggle.Cli.Tests;

public sealed class Launching_a_task
{
    private const string TaskFile = "name: charlm\nworkdir: work\nsecrets:\n  TOKEN: s3cr3t-from-file\nrun: python train.py\n";

    [Fact]
    public async Task A_dry_run_shows_the_plan_and_does_nothing()
    {
        using var world = Prepared();
        await using var server = await ServeAsync(world, Samples.Plan);
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("launch", "task.yaml", "--dry-run"));
        Assert.Contains("=>  aws/us-east-1/p3.2xlarge/spot", world.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("POST /v1/runs", server.Asked);
    }

    [Fact]
    public async Task Money_without_a_terminal_needs_a_yes_beforehand()
    {
        using var world = Prepared();
        await using var server = await ServeAsync(world, Samples.Plan);
        Assert.Equal(ExitCodes.NotAgreed, await world.RunAsync("launch", "task.yaml"));
        Assert.Contains("-y", world.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("POST /v1/runs", server.Asked);
    }

    [Theory]
    [InlineData("", ExitCodes.NotAgreed)]
    [InlineData("no", ExitCodes.NotAgreed)]
    [InlineData("perhaps", ExitCodes.NotAgreed)]
    [InlineData("y", ExitCodes.Ok)]
    [InlineData("YES", ExitCodes.Ok)]
    public async Task Money_is_asked_for_and_only_a_yes_is_one(string answer, int exitCode)
    {
        using var world = Prepared(answer);
        await using var server = await ServeAsync(world, Samples.Plan);
        Assert.Equal(exitCode, await world.RunAsync("launch", "task.yaml", "-d"));
        Assert.Contains("Rent this for $0.918/h? [y/N]", world.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode == ExitCodes.Ok, server.Asked.Contains("POST /v1/runs"));
    }

    [Theory]
    [InlineData("--rehearse")]
    [InlineData("-y")]
    public async Task Nobody_is_asked_for_a_rehearsal_or_after_a_yes(string option)
    {
        using var world = Prepared();
        await using var server = await ServeAsync(world, Samples.Plan with { CostsMoney = option == "-y" });
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("launch", "task.yaml", "-d", option));
        Assert.DoesNotContain("[y/N]", world.Error, StringComparison.Ordinal);
        Assert.StartsWith("Run 7 (charlm) is on its way.", world.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_agreed_to_and_what_is_secret_travels_with_the_submission_only()
    {
        using var world = Prepared();
        RunRequest? submitted = null;
        var planned = "";
        await using var server = await ServeAsync(world, Samples.Plan);
        server.On("POST /v1/plan", async context =>
        {
            planned = await new StreamReader(context.Request.Body).ReadToEndAsync();
            await FakeServer.WriteAsync(context, Samples.Plan, RestJson.Default.PlanMessage, 200);
        });
        server.On("POST /v1/runs", async context =>
        {
            submitted = await JsonSerializer.DeserializeAsync(context.Request.Body, RestJson.Default.RunRequest);
            await FakeServer.WriteAsync(context, Samples.Run, RestJson.Default.RunMessage, 201);
        });
        world.Variables["KEY"] = "s3cr3t-from-here";
        world.Variables["USER"] = "ada";
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("launch", "task.yaml", "-dy", "--env", "A=1", "--env", "B=x=y", "--secret", "KEY", "-c", "other"));

        Assert.NotNull(submitted);
        Assert.Equal(("other", "ada", Samples.Spot, 918_000_000L), (submitted.Name, submitted.User, submitted.AgreedOffer, submitted.AgreedRateNanoUsdPerHour));
        Assert.Equal("x=y", submitted.Environment?["B"]);
        Assert.Equal(("s3cr3t-from-file", "s3cr3t-from-here"), (submitted.Secrets?["TOKEN"], submitted.Secrets?["KEY"]));
        Assert.Matches("^[0-9a-f]{64}$", submitted.Bundle);
        Assert.DoesNotContain("s3cr3t-from-here", planned + world.Output + world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_the_server_has_are_not_sent_again()
    {
        using var world = Prepared();
        await using var server = await ServeAsync(world, Samples.FreePlan);
        await world.RunAsync("launch", "task.yaml", "-d");
        var bundle = Assert.Single(server.Asked, request => request.StartsWith("PUT /v1/bundles/", StringComparison.Ordinal))[4..];
        server.On("HEAD " + bundle, context => Task.CompletedTask);
        await world.RunAsync("launch", "task.yaml", "-d");
        Assert.Single(server.Asked, request => request.StartsWith("PUT ", StringComparison.Ordinal));
        Assert.Contains("unchanged since they were last sent", world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_again_as_the_same_submission()
    {
        using var world = Prepared();
        await using var server = await ServeAsync(world, Samples.FreePlan);
        var submissions = new List<string>();
        server.On("POST /v1/runs", async context =>
        {
            var request = await JsonSerializer.DeserializeAsync(context.Request.Body, RestJson.Default.RunRequest);
            submissions.Add(request?.Submission ?? "");
            if (submissions.Count == 1) context.Abort();
            else await FakeServer.WriteAsync(context, Samples.Run, RestJson.Default.RunMessage, 200);
        });
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("launch", "task.yaml", "-d"));
        Assert.Equal(2, submissions.Count);
        Assert.Equal(submissions[0], submissions[1]);
    }

    [Fact]
    public async Task Where_nothing_fits_the_reason_is_told()
    {
        using var world = Prepared();
        await using var server = await ServeAsync(world, Samples.WhyNot);
        Assert.Equal(ExitCodes.NoOffer, await world.RunAsync("launch", "task.yaml", "-y"));
        Assert.Contains("3 cooling after no capacity", world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_file_is_told_before_any_server_is_needed()
    {
        using var world = new TestWorld();
        world.Folder.Write("task.yaml", "nmae: x\nrun: ls\n");
        Assert.Equal(ExitCodes.BadInput, await world.RunAsync("launch", "task.yaml"));
        Assert.Contains("task.yaml:1:1", world.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(world.Home));
    }

    [Theory]
    [InlineData("file_mounts:\n  /proc/x: ./here\n", "file_mounts: /proc/x belongs to the system")]
    [InlineData("file_mounts:\n  ~/.: ./here\n", "file_mounts: ~/. is the whole home folder")]
    [InlineData("file_mounts:\n  /data/../etc: ./here\n", "leads upwards with '..'")]
    [InlineData("file_mounts:\n  data: ./not-there\n", "which is not there")]
    [InlineData("workdir: ./not-there\n", "is not there")]
    public async Task Files_that_cannot_be_packed_are_told_before_any_server_is_needed(string yaml, string why)
    {
        using var world = new TestWorld();
        world.Folder.Write("here/x");
        world.Folder.Write("task.yaml", yaml + "run: ls\n");
        Assert.Equal(ExitCodes.BadInput, await world.RunAsync("launch", "task.yaml"));
        Assert.Contains(why, string.Join(' ', world.Error.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("succeeded", 0, ExitCodes.Ok)]
    [InlineData("failed", 3, 3)]
    [InlineData("failed", null, ExitCodes.Failed)]
    [InlineData("stopped", 143, ExitCodes.Stopped)]
    [InlineData("out-of-budget", null, ExitCodes.OutOfBudget)]
    [InlineData("out-of-time", null, ExitCodes.OutOfTime)]
    [InlineData("quarantined", null, ExitCodes.Bug)]
    public async Task Following_ends_with_the_bill_and_the_exit_code_of_the_program(string outcome, int? programCode, int exitCode)
    {
        using var world = Prepared();
        await using var server = await ServeAsync(world, Samples.FreePlan);
        FollowTo(server, Samples.Ended(outcome, programCode));
        Assert.Equal(exitCode, await world.RunAsync("launch", "task.yaml"));
        Assert.Equal("attempt 1\nlast words\nattempt 2\n", world.Output);
        Assert.Contains("Bill of run 7", world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_told_while_following_reads_as_it_was_approved()
    {
        using var world = Prepared();
        await using var server = await ServeAsync(world, Samples.FreePlan);
        FollowTo(server, Samples.Ended("succeeded", 0));
        await world.RunAsync("launch", "task.yaml");
        Snapshot.Matches("launch-followed", world.Error);
    }

    [Fact]
    public async Task As_json_there_is_one_object_and_nothing_else()
    {
        using var world = Prepared();
        await using var server = await ServeAsync(world, Samples.FreePlan);
        FollowTo(server, Samples.Ended("succeeded", 0));
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("launch", "task.yaml", "--json"));
        var message = JsonSerializer.Deserialize(world.Output, RestJson.Default.LaunchMessage);
        Assert.Equal(("succeeded", Samples.Bill.TotalNanoUsd), (message?.Run?.Outcome, message?.Bill?.TotalNanoUsd));
    }

    [Fact]
    public async Task Ctrl_C_detaches_and_says_how_to_stop()
    {
        using var world = Prepared();
        using var interrupt = new CancellationTokenSource();
        await using var server = await ServeAsync(world, Samples.FreePlan);
        FollowTo(server, Samples.Run);
        server.On("GET /v1/runs/7/watch", async context =>
        {
            await interrupt.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        Assert.Equal(ExitCodes.Detached, await world.RunAsync(interrupt.Token, "launch", "task.yaml"));
        Assert.Contains("Detached: run 7 (charlm) goes on.", world.Error, StringComparison.Ordinal);
        Assert.Contains("haggle stop 7", world.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("POST /v1/runs/7/stop", server.Asked);
    }

    [Fact]
    public async Task A_server_that_goes_away_while_following_is_found_again()
    {
        using var world = Prepared();
        await using var server = await ServeAsync(world, Samples.FreePlan);
        FollowTo(server, Samples.Ended("succeeded", 0));
        var asked = 0;
        server.On("GET /v1/runs/7/watch", context =>
        {
            if (++asked > 2) return FakeServer.WriteAsync(context, Samples.Ended("succeeded", 0), RestJson.Default.RunMessage, 200);
            context.Abort();
            return Task.CompletedTask;
        });
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("launch", "task.yaml"));
        Assert.Equal("attempt 1\nlast words\nattempt 2\n", world.Output);
    }

    [Fact]
    public async Task A_server_of_another_build_that_watches_runs_is_told_of_and_used()
    {
        using var world = Prepared();
        world.Variables["HAGGLE_SERVER_EXE"] = world.Folder.Write("haggle-server");
        world.Folder.Write("haggle-server.dll");
        await using var server = await ServeAsync(world, Samples.FreePlan);
        server.On("GET /v1/about", new AboutMessage { Version = "0.1.0", Build = "0.1.0+1", IsPrivate = true, LiveRuns = 2, ProcessId = 4711 }, RestJson.Default.AboutMessage);
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("launch", "task.yaml", "-d"));
        Assert.StartsWith("Note: the server (process 4711) is of an older build and watches 2 runs.", world.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("POST /v1/server/stop", server.Asked);
    }

    [Theory]
    [InlineData("run: python train.py\n", ExitCodes.Ok, "nothing wrong")]
    [InlineData("rnu: python train.py\n", ExitCodes.BadInput, "task.yaml:1:1")]
    [InlineData("", ExitCodes.BadInput, "task.yaml")]
    [InlineData("\0\u0001", ExitCodes.BadInput, "task.yaml")]
    public async Task Checking_a_file_needs_no_server(string yaml, int exitCode, string says)
    {
        using var world = new TestWorld();
        world.Folder.Write("task.yaml", yaml);
        Assert.Equal(exitCode, await world.RunAsync("check", "task.yaml"));
        Assert.Contains(says, world.Output, StringComparison.Ordinal);
        Assert.Equal(exitCode, await world.RunAsync("check", "task.yaml", "--json"));
        Assert.False(Directory.Exists(world.Home));
    }

    private static TestWorld Prepared(string? answer = null)
    {
        var world = new TestWorld { Answer = answer };
        world.Folder.Write("task.yaml", TaskFile);
        world.Folder.Write("work/train.py", "print(1)\n");
        return world;
    }

    private static async Task<FakeServer> ServeAsync(TestWorld world, PlanMessage plan)
    {
        var server = await world.ServeAsync();
        server.On("GET /v1/about", new AboutMessage { Version = "0.1.0" }, RestJson.Default.AboutMessage);
        server.On("POST /v1/plan", plan, RestJson.Default.PlanMessage);
        server.On("POST /v1/runs", Samples.Run with { Phase = "launching", Attempts = [Samples.Run.Attempts[0] with { EndedAt = null, End = "", RunningSince = null }], Epoch = 1 }, RestJson.Default.RunMessage, 201);
        server.OnPrefix("PUT /v1/bundles/", context => Task.CompletedTask);
        return server;
    }

    /// <summary>One reclaim on the way: two attempts, each with its log in two pieces.</summary>
    private static void FollowTo(FakeServer server, RunMessage end)
    {
        server.On("GET /v1/runs/7/watch", end, RestJson.Default.RunMessage);
        server.On("GET /v1/runs/7/bill", Samples.Bill, RestJson.Default.BillMessage);
        server.On("GET /v1/runs/7/logs", async context =>
        {
            var log = context.Request.Query["attempt"] == "1" ? "attempt 1\nlast words\n" : "attempt 2\n";
            var offset = int.Parse(context.Request.Query["offset"].ToString(), System.Globalization.CultureInfo.InvariantCulture);
            var piece = log[offset..Math.Min(log.Length, offset + 10)];
            context.Response.Headers[RestHeader.LogNext] = (offset + piece.Length).ToString(System.Globalization.CultureInfo.InvariantCulture);
            context.Response.Headers[RestHeader.LogEnd] = offset + piece.Length == log.Length ? "true" : "false";
            await context.Response.WriteAsync(piece);
        });
    }
}
