using Haggle.Core.Market;
using Haggle.Core.Policy.Experience;
using Haggle.Core.Policy.Spot;

namespace Haggle.Core.Policy.Placement;

/// <summary>
/// What is expected of offers, put together from priors, the user's own experience and what providers hint. A hint only shifts what is expected; the plan
/// and the guard stay what they are.
/// </summary>
/// <param name="experience">What was seen so far.</param>
/// <param name="world">The world that is asked about (see <see cref="Sightings.WorldOf"/>).</param>
/// <param name="now">The instant.</param>
public sealed class Outlooks(MarketExperience experience, string world, DateTimeOffset now)
{
    /// <summary>Evidence that is older than this is only a belief.</summary>
    private static readonly TimeSpan EvidenceHolds = TimeSpan.FromMinutes(30);

    /// <summary>The least age: nothing is known to have begun at this very instant.</summary>
    private static readonly TimeSpan LeastAge = TimeSpan.FromMinutes(1);

    /// <summary>What is expected of an offer.</summary>
    /// <param name="quote">The offer and its price.</param>
    /// <param name="nodes">How many machines the gang has, at least 1.</param>
    /// <param name="startUp">From a launch to progress.</param>
    /// <param name="checkpoints">What checkpoints cost.</param>
    /// <param name="cooling">Whether it has just been refused and must not be asked.</param>
    public ZoneOutlook Of(Quote quote, int nodes, TimeSpan startUp, CheckpointEconomy checkpoints, bool cooling)
    {
        ArgumentNullException.ThrowIfNull(quote);
        ArgumentNullException.ThrowIfNull(checkpoints);
        var offer = quote.Offer;
        var lasting = new ZoneOutlook
        {
            Quote = quote,
            HourlyUsd = (double)(quote.Rate * Math.Max(1, nodes)).PerHour.ToUsd(),
            IsUp = !cooling,
            ChanceUp = cooling ? 0 : 1,
            StartUp = startUp,
            Overhead = checkpoints.Overhead,
        };
        return offer.CanBeReclaimed ? Spot(lasting, offer, nodes, cooling) : lasting;
    }

    private ZoneOutlook Spot(ZoneOutlook lasting, Offer offer, int nodes, bool cooling)
    {
        var kind = MarketClass.Of(offer);
        var prior = experience.Prior(kind);
        if (prior.FromBands && offer.Facts is { Interruption: not InterruptionBand.Unknown }) prior = SpotPrior.Any;
        var chain = SpotPriors.Single;
        var mean = SpotPriors.MeanLife;
        var loss = prior.Loss * Hint(offer) * Gang(nodes);
        loss = Math.Clamp(loss * experience.LossFactor(world, kind, mean / loss, now), 0.05, 20);
        var pace = Math.Max(1, offer.Pace);
        var stood = experience.Stood(world, offer.Key);
        // What cools has just been refused, whatever was seen before; what cools no more may be asked: that is how one finds out.
        var age = stood is { } known && known.IsUp != cooling ? (now - known.Since) * pace : stood is { } other ? (now - other.LastSeen) * pace : SpotPriors.UnknownAge;
        if (cooling && stood is null) age = LeastAge;
        if (age < LeastAge) age = LeastAge;
        var lifeNow = TimeSpan.FromSeconds(chain.Life.Span[chain.Shape.Up(age.TotalSeconds, 0.5, 0)] / loss);
        var back = TimeSpan.FromSeconds(chain.Return.Span[chain.Shape.Down(age.TotalSeconds, 0.5)] / prior.Comeback);
        return lasting with
        {
            Age = age,
            Life = cooling ? mean / loss : lifeNow,
            Return = cooling ? back : TimeSpan.Zero,
            ChanceUp = cooling ? 0 : ChanceUp(offer, stood, prior, pace),
            LaunchFailures = experience.LaunchFailures(world, kind, now),
            LossFactor = loss,
            ComebackFactor = prior.Comeback,
        };
    }

    private double ChanceUp(Offer offer, (bool IsUp, DateTimeOffset Since, DateTimeOffset LastSeen)? stood, SpotPrior prior, int pace)
    {
        if (offer.Facts?.Available is { } told) return told ? 1 : 0;
        if (stood is not { } known) return 1;
        var ago = (now - known.LastSeen) * pace;
        if (known.IsUp) return ago <= EvidenceHolds ? 1 : 0.9;
        var chain = SpotPriors.Single.Scaled(1, prior.Comeback);
        return chain.ChanceUp(chain.Shape.Down(((known.LastSeen - known.Since) * pace).TotalSeconds, 0.5), ago.TotalSeconds);
    }

    // How often Amazon's advisor says that machines of the type were interrupted in a month. The recordings are of types of the last band; how much rarer the
    // others are in hours is not published, so the factors keep the order of the bands and little more (the middle of each band over that of the last).
    private static double Hint(Offer offer) => offer.Facts?.Interruption switch
    {
        InterruptionBand.Under5Percent => 0.3,
        InterruptionBand.Under10Percent => 0.4,
        InterruptionBand.Under15Percent => 0.6,
        InterruptionBand.Under20Percent => 0.8,
        _ => offer.Purchase is Purchase.Bid ? 1.5 : 1,
    };

    // A gang is lost with its first machine. Reclaims come together: in recordings of gangs of 4 and 16, all or none were there 94 % of the time ("Can't Be
    // Late", NSDI 2024), so that a machine more adds a few percent and not a whole.
    private static double Gang(int nodes) => 1 + (0.06 * Math.Max(0, nodes - 1));
}
