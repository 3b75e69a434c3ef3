using Haggle.Simulation.Ec2;

namespace Haggle.Simulation.Tests;

/// <summary>Random schedules of faults on the EC2 fake: crashes before and after each call, lost answers, expired credentials, storms of throttling.</summary>
public sealed class Leaks_on_ec2
{
    [Fact]
    public async Task No_schedule_of_faults_leaves_a_machine_or_a_cent_unexplained() => await CleanAsync("--seeds", "12");

    [Fact]
    public async Task Every_machine_ends_by_itself_when_the_server_is_gone_for_ever() => await CleanAsync("--seeds", "12", "--gone");

    [Fact(Explicit = true)]
    public async Task Five_hundred_schedules_of_faults_leave_nothing() => await CleanAsync("--seeds", "500", "--go-on");

    [Fact(Explicit = true)]
    public async Task Five_hundred_schedules_without_a_server_leave_nothing() => await CleanAsync("--seeds", "500", "--gone", "--go-on");

    /// <summary>The test of the test: each mistake is seen within so many schedules.</summary>
    [Theory]
    [InlineData(Ec2Bug.EndOnce, "zero machines left", false, "36")]

    // Two machines for one token: whoever looks first sees it, the count of machines or the books of the run.
    [InlineData(Ec2Bug.FreshTokens, "one machine for a token|the server stands", false, "1")]
    [InlineData(Ec2Bug.PaysTheFreeHour, "every cent explained", false, "1")]
    [InlineData(Ec2Bug.NoSwitch, "zero machines left", true, "36")]
    [InlineData(Ec2Bug.StopsOnly, "zero machines left", true, "1")]
    public async Task A_planted_mistake_is_seen(Ec2Bug bug, string promise, bool gone, string from)
    {
        string[] arguments = ["ec2", "--seeds", "60", "--from", from, "--bug", bug.ToString(), .. gone ? ["--gone"] : Array.Empty<string>()];
        var (exitCode, output) = await SimProcess.RunAsync(arguments);
        Assert.True(exitCode == 1, output);
        Assert.Contains(promise.Split('|'), each => output.Contains($"[{each}]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fifty_offers_without_capacity_are_gone_through_in_less_than_a_minute()
    {
        var (exitCode, output) = await SimProcess.RunAsync("ec2", "--failover");
        Assert.True(exitCode == 0, output);
        var said = System.Text.RegularExpressions.Regex.Match(output, @"call (\S+) s after the run was submitted; (\S+) s between");
        Assert.InRange(double.Parse(said.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), 30, 60);
        Assert.InRange(double.Parse(said.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture), 0.5, 2);
    }

    private static async Task CleanAsync(params string[] arguments)
    {
        var (exitCode, output) = await SimProcess.RunAsync(["ec2", .. arguments]);
        Assert.True(exitCode == 0, output);
        Assert.Contains("zero machines left, every cent explained", output, StringComparison.Ordinal);
        Assert.DoesNotContain(" 0 lost", output, StringComparison.Ordinal);
        Assert.DoesNotContain(" 0 throttled", output, StringComparison.Ordinal);
        Assert.DoesNotContain(" 0 kills", output, StringComparison.Ordinal);
    }
}
