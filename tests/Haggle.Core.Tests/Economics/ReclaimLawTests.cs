using FsCheck;
using FsCheck.Fluent;
using Haggle.Core.Economics.Training;
using Haggle.Core.Market;

namespace Haggle.Core.Tests.Economics;

public sealed class ReclaimLawTests
{
    private static Arbitrary<double> Hours(int least, int most) => Gen.Choose(least, most).Select(number => number / 100.0).ToArbitrary();

    [Fact]
    public void Young_s_example_comes_out()
    {
        // Young, 1974: a checkpoint of 5 minutes and a failure every 4 hours: the square root of 2 x 5 x 240 minutes, less the checkpoint (Daly).
        Assert.Equal(Math.Sqrt(2 * 5 * 240) - 5, ReclaimLaw.Interval(5 / 60.0, 4) * 60, 6);
    }

    [Fact]
    public void The_best_interval_is_better_than_half_and_twice_of_it() => Prop.ForAll(Hours(100, 10_000), Hours(1, 20), (between, checkpoint) =>
    {
        var best = ReclaimLaw.Interval(checkpoint, between);
        double Up(double interval) => ReclaimLaw.Up(1000, interval, checkpoint, 0.1, between);

        // First order: within a part of a thousand where checkpoints are short against the time between reclaims.
        return checkpoint > between / 50 || (Up(best) <= Up(best / 2) * 1.001 && Up(best) <= Up(best * 2) * 1.001);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Reclaims_only_ever_add_time_and_more_of_them_add_more() => Prop.ForAll(Hours(50, 5000), Hours(1, 100), Hours(1, 50), (between, interval, restart) =>
    {
        var (rare, often, never) = (ReclaimLaw.Up(20, interval, 0.01, restart, between * 2), ReclaimLaw.Up(20, interval, 0.01, restart, between), ReclaimLaw.Up(20, interval, 0.01, restart, double.PositiveInfinity));
        return never >= 20 && rare >= never && often >= rare;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Work_without_checkpoints_that_is_much_longer_than_the_time_between_reclaims_is_never_done() =>
        Assert.Equal(double.PositiveInfinity, ReclaimLaw.Up(1000, 1000, 0, 0.1, 10));

    [Theory]
    [InlineData(InterruptionBand.Under5Percent, 28_833)]
    [InlineData(InterruptionBand.Over20Percent, 2_538)]
    [InlineData(InterruptionBand.Unknown, 24)]
    public void A_band_of_interruptions_is_a_time_between_them(InterruptionBand band, int hours)
    {
        var offer = Trainings.Quote("a", "V100", 1, 1m, Purchase.Spot).Offer with { Facts = new OfferFacts { Interruption = band } };
        Assert.Equal(hours, ReclaimLaw.HoursBetween(offer, 24), 0.5);
        Assert.Equal(double.PositiveInfinity, ReclaimLaw.HoursBetween(offer with { Purchase = Purchase.OnDemand }, 24));
    }
}
