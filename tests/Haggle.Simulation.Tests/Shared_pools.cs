using Haggle.Simulation.Pools;

namespace Haggle.Simulation.Tests;

/// <summary>Several servers on the same machines: the real allotments and the real queue on virtual time, with faults out of seeds.</summary>
public sealed class Shared_pools
{
    [Fact]
    public async Task Every_promise_of_a_shared_pool_holds() => await HoldAsync("6");

    [Fact(Explicit = true)]
    public async Task Every_promise_holds_in_five_hundred_shared_pools() => await HoldAsync("500");

    /// <summary>The test of the checkers: each mistake is seen, by the checker of the promise that it breaks.</summary>
    [Theory]
    [InlineData(PoolBug.NoLock, "nothing is given twice", "1")]
    [InlineData(PoolBug.RenewsForEver, "what a dead owner held comes back", "9")]
    [InlineData(PoolBug.TakesBackTooEarly, "nothing is given twice", "34")]
    [InlineData(PoolBug.IgnoresDrain, "a drained machine begins nothing new", "1")]
    [InlineData(PoolBug.FirstFit, "nobody goes before one whom it delays", "1")]
    public async Task A_planted_mistake_is_seen(PoolBug bug, string promise, string from)
    {
        var (exitCode, output) = await SimProcess.RunAsync("pool", "--seeds", "60", "--from", from, "--bug", bug.ToString());
        Assert.True(exitCode == 1, output);
        Assert.Contains($"[{promise}]", output, StringComparison.Ordinal);
    }

    private static async Task HoldAsync(string seeds)
    {
        var (exitCode, output) = await SimProcess.RunAsync("pool", "--seeds", seeds);
        Assert.True(exitCode == 0, output);
        Assert.Contains("every promise held", output, StringComparison.Ordinal);
        Assert.DoesNotContain(" 0 allotments", output, StringComparison.Ordinal);
        Assert.DoesNotContain(" 0 faults", output, StringComparison.Ordinal);
    }
}
