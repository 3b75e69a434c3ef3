using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Policy;
using Haggle.Core.Policy.Experience;
using Haggle.Core.Policy.Placement;
using Haggle.Core.Runs;
using Haggle.Core.Tests.Runs;
using Haggle.Core.Units;
using static Haggle.Core.Tests.Runs.RunMaker;

namespace Haggle.Core.Tests.Policy.Placement;

/// <summary>What data costs in time and money, and what that changes in decisions.</summary>
public sealed class DataMovesTests
{
    private const long Gb = 1_000_000_000;

    private static readonly ImmutableDictionary<ProviderName, Money> Prices = ImmutableDictionary<ProviderName, Money>.Empty
        .Add(new ProviderName("cloud"), Money.FromUsd(0.09m)).Add(new ProviderName("store"), Money.FromUsd(0.12m));

    [Theory]
    [InlineData("", "", 0.0, 0.90, 10.8, "kept here: bringing is free, each save leaves the cloud")]
    [InlineData("cloud", "cloud", 0.0, 0.0, 0.0, "kept in the same cloud: nothing leaves it")]
    [InlineData("store", "store", 7.2, 0.90, 10.8, "kept in another cloud: both directions cost")]
    [InlineData("nobody", "nobody", 0.0, 0.90, 10.8, "no price known of the store: nothing counted")]
    public void Bringing_and_saving(string inputsAt, string checkpointsAt, double bring, double save, double anHour, string why)
    {
        var data = DataMoves.Of(Kept(new JobData(20 * Gb, inputsAt, checkpointsAt)) with { Job = AJob(new JobData(20 * Gb, inputsAt, checkpointsAt)) with { Nodes = 2 } }, Prices);
        Assert.True(Math.Abs(bring - data.BringUsd(ASpot.Offer)) < 1e-9, $"{why}: bringing costs {data.BringUsd(ASpot.Offer)}");
        Assert.True(Math.Abs(save - data.SaveUsd(ASpot.Offer)) < 1e-9, $"{why}: saving costs {data.SaveUsd(ASpot.Offer)}");
        Assert.True(Math.Abs(anHour - data.SaveUsdPerHour(ASpot.Offer)) < 1e-9, $"{why}: {data.SaveUsdPerHour(ASpot.Offer)} an hour");
        Assert.Equal(TimeSpan.FromMinutes(5), data.SavedEvery);
        Assert.Equal(TimeSpan.FromSeconds(300), data.Staging(1e8));
    }

    /// <summary>The dearer machine wins where the cheaper one's provider charges for every checkpoint, and the sentence says so.</summary>
    [Fact]
    public void Traffic_decides_between_providers()
    {
        var near = Quote("near/v100/spot", 1.20m, Purchase.Spot) with { };
        near = near with { Offer = near.Offer with { Provider = new ProviderName("near") } };
        var run = Kept(JobData.None);
        var (_, blind) = Chosen(run, ImmutableDictionary<ProviderName, Money>.Empty, ASpot, near);
        var (why, seeing) = Chosen(run, Prices, ASpot, near);
        Assert.Equal((ASpot.Offer.Key, near.Offer.Key), (blind, seeing));
        Assert.Contains("bringing the data takes 1 min 40 s", why, StringComparison.Ordinal);
        (why, _) = Chosen(run, Prices, ASpot);
        Assert.Contains("its checkpoints cost $10.80/h of traffic", why, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_only_on_demand_fits_the_data_counts_as_well()
    {
        var near = Quote("near/v100/on-demand", 3.50m) with { };
        near = near with { Offer = near.Offer with { Provider = new ProviderName("near") } };
        var (why, chosen) = Chosen(Kept(JobData.None), Prices, OnDemand, near);
        Assert.Equal(near.Offer.Key, chosen);
        Assert.Contains("the cheapest of 3 with what the data costs", why, StringComparison.Ordinal);
    }

    /// <summary>A terabyte takes hours to come: the guard keeps that time back.</summary>
    [Fact]
    public void The_guard_counts_the_time_that_data_takes()
    {
        var (light, heavy) = (Submitted(AJob(JobData.None)), Submitted(AJob(new JobData(360 * Gb, "", ""))));
        Assert.Equal(TimeSpan.FromMinutes(5), DeadlineGuard.StartUp(light, Patience));
        Assert.Equal(TimeSpan.FromMinutes(65), DeadlineGuard.StartUp(heavy, Patience));
        Assert.Equal(TimeSpan.FromHours(3), DeadlineGuard.Reserve(heavy, Patience) - DeadlineGuard.Reserve(light, Patience));
    }

    [Fact]
    public void A_bandwidth_that_was_measured_goes_before_the_one_that_is_assumed()
    {
        var run = Kept(JobData.None);
        var slow = new MarketSighting
        {
            Offer = ASpot.Offer.Key,
            Class = MarketClass.Of(ASpot.Offer),
            At = Noon - TimeSpan.FromDays(1),
            Kind = SightingKind.Launched,
            StartUp = TimeSpan.FromMinutes(4),
            StagedBytes = 10 * Gb,
            Staging = TimeSpan.FromSeconds(1000),
        };
        var (known, unknown) = (Input(ASpot) with { Experience = MarketExperience.None.With(slow) }, Input(ASpot));
        Assert.Equal(TimeSpan.FromSeconds(100), SpotQuestion.Outlook(run, unknown, Noon, ASpot).MoveTime);
        Assert.Equal(TimeSpan.FromSeconds(1000), SpotQuestion.Outlook(run, known, Noon, ASpot).MoveTime);
        Assert.Equal(TimeSpan.FromMinutes(4), SpotQuestion.Outlook(run, known, Noon, ASpot).StartUp);
    }

    /// <summary>Ten gigabytes do not get away within two minutes of notice, whatever the save itself takes.</summary>
    [Fact]
    public void A_large_checkpoint_does_not_fit_into_the_notice()
    {
        var patience = ImmutableDictionary<ProviderName, ProviderPatience>.Empty.Add(new ProviderName("cloud"), ProviderPatience.Default with { Notice = TimeSpan.FromMinutes(2) });
        var input = Input(ASpot, OnDemand) with { Patience = patience };
        Assert.Equal(TimeSpan.Zero, Loss(Submitted(AJob(JobData.None))));
        Assert.Equal(TimeSpan.Zero, Loss(Kept(JobData.None)));
        Assert.Equal(TimeSpan.FromMinutes(2.5) + TimeSpan.FromSeconds(1010), Loss(Kept(JobData.None, 100 * Gb)));

        TimeSpan Loss(Run run) => SpotQuestion.Of(run, input, Noon, [], [new Core.Planning.Candidate { Quote = ASpot, GangRate = ASpot.Rate, Wish = 0, Reason = "" }], holdsLasting: false).Loss;
    }

    private static readonly Quote ASpot = RunMaker.Spot;

    private static Job AJob(JobData data) => ATask with { Checkpoint = new CheckpointRule("c", TimeSpan.FromMinutes(5), 3), ExpectedWork = TimeSpan.FromHours(20), Data = data };

    // A run between two attempts with two checkpoints of ten gigabytes, five minutes apart.
    private static Run Kept(JobData data, long bytes = 10 * Gb) => Submitted(AJob(data)) with
    {
        Epoch = 1,
        SealedEpoch = 1,
        Checkpoints = [new CheckpointRef("1-1", 1, 10, bytes, "", Noon), new CheckpointRef("1-2", 1, 20, bytes, "", Noon + TimeSpan.FromMinutes(5))],
    };

    private static (string Why, OfferKey Chosen) Chosen(Run run, ImmutableDictionary<ProviderName, Money> prices, params Quote[] quotes)
    {
        var next = RunDecider.Decide(run, Input([OnDemand, .. quotes]) with { Egress = prices, Market = new MarketSnapshot(Noon, [.. quotes, Dear()]) }, Noon).Next;
        return (next.Reason, next.Attempt!.Slots[0].Quote.Offer.Key);
    }

    // So dear that nobody takes it, and there: spot is weighed against something that lasts.
    private static Quote Dear() => Quote("cloud/dear/on-demand", 90m);
}
