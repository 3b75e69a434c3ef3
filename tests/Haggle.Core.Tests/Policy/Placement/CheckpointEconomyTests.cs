using FsCheck;
using FsCheck.Fluent;
using Haggle.Core.Policy.Placement;

namespace Haggle.Core.Tests.Policy.Placement;

public sealed class CheckpointEconomyTests
{
    [Fact]
    public void The_best_interval_is_the_one_of_Young_and_Daly()
    {
        // Daly 2006, first order: sqrt(2 * 5 min * 24 h) - 5 min = 115 min.
        Assert.Equal(115, CheckpointEconomy.BestInterval(TimeSpan.FromMinutes(5), TimeSpan.FromHours(24)).TotalMinutes, 0);
        Assert.Equal(TimeSpan.Zero, CheckpointEconomy.BestInterval(TimeSpan.Zero, TimeSpan.FromHours(24)));
    }

    [Fact]
    public void No_other_interval_loses_less() => Prop.ForAll(Gen.Choose(5, 600).ToArbitrary(), Gen.Choose(1, 100).ToArbitrary(), (save, hours) =>
    {
        var life = hours * 3600.0;
        var best = CheckpointEconomy.BestInterval(TimeSpan.FromSeconds(save), TimeSpan.FromHours(hours)).TotalSeconds + save;
        double Lost(double interval) => (save / interval) + (interval / 2 / life);
        return Lost(best) <= Lost(best * 1.2) + 1e-9 && Lost(best) <= Lost(best / 1.2) + 1e-9;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(10, 10, 120, 0, "a last checkpoint fits into the notice")]
    [InlineData(10, 180, 120, 480, "it does not: half an interval and the save are lost")]
    [InlineData(null, 0, 120, 7200, "without checkpoints everything is lost")]
    public void What_a_reclaim_is_expected_to_lose(int? everyMinutes, int saveSeconds, int noticeSeconds, int lostSeconds, string why)
    {
        var economy = new CheckpointEconomy(everyMinutes is { } every ? TimeSpan.FromMinutes(every) : null, TimeSpan.FromSeconds(saveSeconds), TimeSpan.FromSeconds(noticeSeconds));
        Assert.True(economy.ExpectedLoss(TimeSpan.FromHours(2)).TotalSeconds == lostSeconds, $"{why}: {economy.ExpectedLoss(TimeSpan.FromHours(2))}");
        Assert.True(economy.MostLoss(TimeSpan.FromHours(2)) >= economy.ExpectedLoss(TimeSpan.FromHours(2)));
        Assert.InRange(economy.Overhead, 0, 0.5);
    }
}
