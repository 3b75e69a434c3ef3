using Haggle.Core.Policy.Spot;

namespace Haggle.Core.Tests.Policy.Spot;

public sealed class SpotGuardTests
{
    // Ticks of 600 s, ten of them; a start-up of 300 s. The time left after the tick in question is (10 - tick - 1) * 600.
    [Theory]
    [InlineData(0, 5100, -1, 0, -1, true, "5100 + 300 fit the 5400 s that are left after waiting")]
    [InlineData(0, 5101, -1, 0, -1, false, "one second more does not")]
    [InlineData(0, 5400, -1, 0, 0, true, "a launch makes 300 s of progress in its first tick: 5100 + 300 fit")]
    [InlineData(0, 5401, -1, 0, 0, false, "one second more does not")]
    [InlineData(0, 5700, 0, 0, 0, true, "a machine that runs makes 600 s of progress")]
    [InlineData(0, 5400, 0, 300, 0, true, "one that starts up makes 300 s")]
    [InlineData(0, 5700, 0, 0, 1, false, "another zone is a launch")]
    [InlineData(9, 600, 0, 0, 0, true, "what finishes in this tick is safe")]
    [InlineData(9, 600, -1, 0, 0, false, "what does not, in the last tick, is not")]
    [InlineData(9, 6000, -1, 0, -2, true, "on demand is always allowed: nothing is faster")]
    public void A_wish_is_safe_iff_on_demand_could_still_finish_after_it(int tick, long work, int mode, long overhead, int wish, bool safe, string because)
    {
        var job = new SpotJob(600, 6000, 6000, 300, 3060, 973, 2);
        Assert.True(SpotGuard.IsSafe(job, tick, work, new SpotAction(mode), overhead, new SpotAction(wish)) == safe, because);
    }
}
