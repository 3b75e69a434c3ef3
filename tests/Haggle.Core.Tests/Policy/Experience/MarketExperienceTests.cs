using FsCheck;
using FsCheck.Fluent;
using Haggle.Core.Market;
using Haggle.Core.Policy.Experience;
using Haggle.Core.Policy.Placement;
using Haggle.Core.Tests.Policy.Placement;

namespace Haggle.Core.Tests.Policy.Experience;

public sealed class MarketExperienceTests
{
    private static readonly MarketClass Kind = new("cloud", "V100", "west");
    private static readonly OfferKey Offer = new("west/spot");
    private static readonly TimeSpan Life = TimeSpan.FromHours(4);

    [Fact]
    public void Nothing_seen_is_the_prior()
    {
        Assert.Equal(1, MarketExperience.None.LossFactor("", Kind, Life, Zones.Noon));
        Assert.Equal(0.1, MarketExperience.None.LaunchFailures("", Kind, Zones.Noon), 6);
        Assert.Null(MarketExperience.None.Stood("", Offer));
        Assert.Null(MarketExperience.None.StartUp("", "cloud", Zones.Noon));
    }

    [Theory]
    [InlineData(20, 1, 2.0, 4.0, "taken back after an hour where four were expected")]
    [InlineData(20, 4, 0.9, 1.1, "as expected")]
    [InlineData(20, 40, 0.05, 0.5, "they last")]
    [InlineData(1, 1, 1.0, 1.4, "one sighting says little")]
    public void Reclaims_teach_how_often_machines_are_lost(int reclaims, double held, double least, double most, string why)
    {
        var known = MarketExperience.None.With(Enumerable.Range(0, reclaims).Select(i => Seen(SightingKind.Reclaimed, -i, held)));
        var factor = known.LossFactor("", Kind, Life, Zones.Noon);
        Assert.True(factor >= least && factor <= most, $"{why}: {factor}");
    }

    [Fact]
    public void What_is_old_counts_less_and_at_last_nothing()
    {
        var known = MarketExperience.None.With(Enumerable.Range(0, 20).Select(i => Seen(SightingKind.Reclaimed, -i, 1)));
        var (now, later, muchLater) = (known.LossFactor("", Kind, Life, Zones.Noon), known.LossFactor("", Kind, Life, Zones.Noon.AddDays(30)), known.LossFactor("", Kind, Life, Zones.Noon.AddDays(120)));
        Assert.True(now > later && later > 1 && muchLater == 1, $"{now} {later} {muchLater}");
    }

    [Fact]
    public void A_rehearsal_teaches_nothing_about_the_market_in_earnest()
    {
        var known = MarketExperience.None.With(Seen(SightingKind.NoCapacity, 0) with { World = "rehearsal 7" });
        Assert.Null(known.Stood("", Offer));
        Assert.NotNull(known.Stood("rehearsal 7", Offer));
        Assert.Equal(0.1, known.LaunchFailures("", Kind, Zones.Noon), 6);
    }

    [Fact]
    public void How_an_offer_stood_is_told_with_the_length_of_its_run()
    {
        var known = MarketExperience.None.With([Seen(SightingKind.Launched, -5), Seen(SightingKind.Reclaimed, -3, 2), Seen(SightingKind.NoCapacity, -2), Seen(SightingKind.NoCapacity, -1)]);
        var stood = known.Stood("", Offer)!.Value;
        Assert.Equal((false, Zones.Noon.AddHours(-3), Zones.Noon.AddHours(-1)), stood);
        Assert.True(known.With(Seen(SightingKind.Launched, 0)).Stood("", Offer)!.Value.IsUp);
        Assert.Equal(1, known.UpWithin("", [Offer, new OfferKey("other")], TimeSpan.FromDays(1), Zones.Noon));
    }

    [Fact]
    public void The_order_of_sightings_does_not_matter_and_the_same_twice_counts_once() => Prop.ForAll(
        Gen.Choose(-50, 0).Select(hours => Seen((SightingKind)(-hours % 4), hours, -hours % 3)).ListOf().ToArbitrary(), sightings =>
        {
            var (one, other) = (MarketExperience.None.With(sightings), MarketExperience.None.With(sightings.AsEnumerable().Reverse()).With(sightings));
            return one.LossFactor("", Kind, Life, Zones.Noon).Equals(other.LossFactor("", Kind, Life, Zones.Noon)) && one.All.Count() <= MarketExperience.MostOfOne;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_offer_that_is_refused_is_down_and_shared_by_all_runs()
    {
        var outlooks = new Outlooks(MarketExperience.None.With(Seen(SightingKind.NoCapacity, -0.1)), "", Zones.Noon);
        var seen = outlooks.Of(Zones.Quote("west/spot", 0.97), 1, TimeSpan.FromMinutes(5), Plain, cooling: false);
        Assert.InRange(seen.ChanceUp, 0, 0.3);
        Assert.Equal(1, outlooks.Of(Zones.Quote("west/other", 0.97), 1, TimeSpan.FromMinutes(5), Plain, cooling: false).ChanceUp);
    }

    [Fact]
    public void Hints_and_gangs_shift_what_is_expected()
    {
        var outlooks = new Outlooks(MarketExperience.None, "", Zones.Noon);
        TimeSpan Lasts(Quote quote, int nodes = 1) => outlooks.Of(quote, nodes, TimeSpan.FromMinutes(5), Plain, cooling: false).Life;
        Assert.True(Lasts(Zones.Quote("a", 1, band: InterruptionBand.Under5Percent)) > Lasts(Zones.Quote("a", 1, band: InterruptionBand.Under20Percent)));
        Assert.True(Lasts(Zones.Quote("a", 1)) > Lasts(Zones.Quote("a", 1), nodes: 8));
        Assert.True(Lasts(Zones.Quote("a", 1)) > Lasts(Zones.Quote("a", 1, Purchase.Bid)));
        Assert.Equal(0, outlooks.Of(Zones.Quote("a", 1, available: false), 1, TimeSpan.Zero, Plain, cooling: false).ChanceUp);
    }

    private static CheckpointEconomy Plain => new(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(10), TimeSpan.Zero);

    private static MarketSighting Seen(SightingKind kind, double hours, double held = 0) => new()
    {
        Offer = Offer,
        Class = Kind,
        At = Zones.Noon.AddHours(hours),
        Kind = kind,
        Held = kind is SightingKind.Reclaimed or SightingKind.Released ? TimeSpan.FromHours(held) : TimeSpan.Zero,
    };
}
