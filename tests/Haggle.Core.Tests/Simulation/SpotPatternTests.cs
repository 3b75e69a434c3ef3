using Haggle.Core.Simulation;

namespace Haggle.Core.Tests.Simulation;

public sealed class SpotPatternTests
{
    [Fact]
    public void The_same_seed_draws_the_same_for_good()
    {
        // The published first outputs of SplitMix64 for the seed 1234567.
        var seed = new Seed(1234567);
        Assert.Equal([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL], [seed.NextBits(), seed.NextBits(), seed.NextBits()]);
        Assert.Equal(SpotPattern.Draw(1, TimeSpan.FromDays(7)), SpotPattern.Draw(1, TimeSpan.FromDays(7)));
        Assert.NotEqual(SpotPattern.Draw(1, TimeSpan.FromDays(7)), SpotPattern.Draw(2, TimeSpan.FromDays(7)));
    }

    [Fact]
    public void Draws_stay_in_their_range_and_use_all_of_it()
    {
        var seed = new Seed(1);
        var seen = new HashSet<int>();
        for (var i = 0; i < 1000; i++)
        {
            seen.Add(seed.Next(7));
            Assert.InRange(seed.NextShare(), 0, 0.9999999999999999);
        }

        Assert.Equal(Enumerable.Range(0, 7), seen.Order());
    }

    [Fact]
    public void A_pattern_begins_up_ends_down_and_looks_like_the_traces_it_was_fitted_to()
    {
        var pattern = SpotPattern.Draw(SpotPattern.DefaultSeed, TimeSpan.FromDays(365));
        Assert.Equal(0, pattern.Length % 2);
        Assert.All(pattern, length => Assert.True(length >= TimeSpan.FromMinutes(3)));
        var ups = pattern.Where((_, i) => i % 2 == 0).Select(length => length.TotalHours).Order().ToArray();
        var downs = pattern.Where((_, i) => i % 2 == 1).Select(length => length.TotalHours).Order().ToArray();

        // The nine traces: mean up 1.7 h, median 0.5 h, a tenth of the runs longer than 4 h; mean down 1.4 h.
        Assert.InRange(ups.Average(), 1.4, 2.1);
        Assert.InRange(ups[ups.Length / 2], 0.35, 0.8);
        Assert.InRange(ups[ups.Length * 9 / 10], 3, 7);
        Assert.InRange(downs.Average(), 1.1, 1.8);
    }
}
