namespace Haggle.EndToEnd.Tests;

public sealed class LimitTests
{
    private const int OutOfBudget = 76;
    private const int OutOfTime = 77;

    // $0.526 an hour, never taken back; ten minutes of it pass in a second.
    private static readonly string[] Rehearsal = ["--rehearse", "aws/us-east-1/g4dn.xlarge/on-demand", "--speed", "600"];

    [Fact]
    public async Task A_budget_stops_a_run_before_it_is_exceeded()
    {
        await using var home = new Home();
        home.Configure("grace: 1s\n");
        var end = await LaunchAsync(home, "name: endless\nrun: exec sleep 1000\nbudget: $1\n");
        end.Expect(OutOfBudget);
        var bill = await home.BillAsync("1");
        Bills.AddUp(home, bill);
        Assert.Equal("out-of-budget", bill.Outcome);
        Assert.InRange(bill.TotalNanoUsd, 500_000_000, 1_000_000_000);
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task A_time_limit_counts_the_time_of_the_offer()
    {
        await using var home = new Home();
        home.Configure("grace: 1s\n");
        (await LaunchAsync(home, "name: endless\nrun: exec sleep 1000\nmax_duration: 1h\n")).Expect(OutOfTime);
        var bill = await home.BillAsync("1");
        Bills.AddUp(home, bill);
        Assert.True(bill.ProgramSeconds >= 3600, $"{bill.ProgramSeconds} s");
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task A_program_that_fails_is_started_again_as_often_as_the_task_says()
    {
        await using var home = new Home();
        const string Task = "run: |\n  echo \"try $HAGGLE_EPOCH\"\n  sleep 0.5\n  if [ \"$HAGGLE_EPOCH\" -lt 3 ]; then exit 9; fi\nresources: {job_recovery: {max_restarts_on_errors: ";
        (await LaunchAsync(home, Task + "2}}\n")).Expect(0);
        Assert.Equal("try 1\ntry 2\ntry 3\n", await home.LogsAsync("1"));
        var end = (await LaunchAsync(home, Task + "1}}\n")).Expect(9);
        Assert.Contains("exit code 9", end.Error);
        Assert.Equal(["failed", "failed"], (await home.StatusAsync("2")).Attempts.Select(attempt => attempt.End));
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task The_programs_exit_code_is_the_commands()
    {
        await using var home = new Home();
        (await LaunchAsync(home, "run: exit 5\n")).Expect(5);
        (await LaunchAsync(home, "run: 'true'\n")).Expect(0);
        var end = (await LaunchAsync(home, "setup: echo preparing; exit 9\nrun: echo never\n")).Expect(9);
        Assert.Contains("the setup script ended with exit code 9", end.Error);
        Assert.DoesNotContain("never", end.Out);
        await home.LeavesNothingAsync();
    }

    private static Task<CommandEnd> LaunchAsync(Home home, string task) => home.RunAsync(["launch", home.Write("task.yaml", task), .. Rehearsal]);
}
