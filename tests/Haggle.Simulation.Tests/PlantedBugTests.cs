using Haggle.Simulation.Bugs;

namespace Haggle.Simulation.Tests;

/// <summary>The tests of the checkers: each kind of bug is caught, by the checker of the promise that it breaks, within so many worlds.</summary>
public sealed class PlantedBugTests
{
    [Theory]
    [InlineData(PlantedBug.ForgetIntent, "nothing paid for is forgotten")]
    [InlineData(PlantedBug.GoneTooEarly, "gone by the provider's word")]
    [InlineData(PlantedBug.ForgetToEnd, "nothing paid for is forgotten")]
    [InlineData(PlantedBug.SkipEpochCheck, "one live epoch")]
    [InlineData(PlantedBug.ReplaceOnTimeout, "unreachable is not reclaimed")]
    [InlineData(PlantedBug.AcceptMismatch, "a mismatch is refused")]
    [InlineData(PlantedBug.DoubleLedger, "the ledger equals the meter")]
    [InlineData(PlantedBug.LateIsNobodys, "the ledger equals the meter")]
    [InlineData(PlantedBug.MissPriceChange, "the ledger equals the meter")]
    [InlineData(PlantedBug.MoveForCents, "moves pay")]
    [InlineData(PlantedBug.NoLease, "machines end alone")]
    [InlineData(PlantedBug.DoubleLog, "logs")]
    [InlineData(PlantedBug.CutLog, "logs are whole")]
    [InlineData(PlantedBug.SleepForever, "every run ends")]
    public async Task A_planted_bug_is_caught_within_a_hundred_worlds(PlantedBug bug, string promise)
    {
        var (exitCode, output) = await SimProcess.RunAsync("--seeds", "100", "--bug", bug.ToString());
        Assert.True(exitCode == 1, output);
        Assert.Contains($"[{promise}]", output, StringComparison.Ordinal);
        Assert.Contains("replay: haggle-sim --seed ", output, StringComparison.Ordinal);
    }

    /// <summary>A machine made twice breaks several promises, whichever first: all worlds are looked through for the one that is meant.</summary>
    [Fact]
    public async Task A_machine_made_twice_is_caught_within_a_hundred_worlds()
    {
        var (exitCode, output) = await SimProcess.RunAsync("--seeds", "100", "--go-on", "--bug", nameof(PlantedBug.LaunchTwice));
        Assert.True(exitCode == 1, output);
        Assert.Contains("[gone by the provider's word]", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PlantedBug.IgnoreBudget, "the budget holds")]
    [InlineData(PlantedBug.EndingIsFree, "the budget holds")]
    [InlineData(PlantedBug.IgnoreDeadline, "the deadline holds")]
    [InlineData(PlantedBug.WaitTooLong, "the deadline holds")]
    public async Task A_planted_bug_that_only_calm_weather_shows_is_caught_within_two_hundred_calm_worlds(PlantedBug bug, string promise)
    {
        var (exitCode, output) = await SimProcess.RunAsync("--seeds", "200", "--calm", "--bug", bug.ToString());
        Assert.True(exitCode == 1, output);
        Assert.Contains($"[{promise}]", output, StringComparison.Ordinal);
    }

    /// <summary>Real start-up times, slow providers and clocks that disagree: the deadline is kept there, too.</summary>
    [Fact]
    public async Task Slow_worlds_keep_every_promise_too()
    {
        var (exitCode, output) = await SimProcess.RunAsync("--seeds", "200", "--slow", "--go-on");
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task Calm_worlds_keep_every_promise_too()
    {
        var (exitCode, output) = await SimProcess.RunAsync("--seeds", "100", "--calm", "--go-on");
        Assert.True(exitCode == 0, output);
    }
}
