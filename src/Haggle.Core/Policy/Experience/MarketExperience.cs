using System.Collections.Immutable;
using Haggle.Core.Market;

namespace Haggle.Core.Policy.Experience;

/// <summary>
/// What the user's own launches and reclaims have taught of spot markets. Immutable. What is old counts less: half after two weeks, nothing after a quarter
/// of a year. All lengths are in the offer's time, which in a rehearsal passes faster by its pace.
/// </summary>
public sealed class MarketExperience
{
    /// <summary>So many sightings of one offer are kept, the newest.</summary>
    public const int MostOfOne = 64;

    // How much the prior is worth against what was seen: reclaims for the rate of loss, launches for the share of failures.
    private const double PriorReclaims = 3;
    private const double PriorLaunches = 10;
    private const double PriorFailures = 0.1;

    // Of less data, a start says how long the setup takes, not how fast the data comes.
    private const long EnoughToTell = 1_000_000_000;
    private static readonly TimeSpan HalfLife = TimeSpan.FromDays(14);
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(90);
    private readonly ImmutableSortedDictionary<string, ImmutableArray<MarketSighting>> byOffer;

    private readonly ImmutableArray<SpotPrior> priors;

    private MarketExperience(ImmutableArray<SpotPrior> priors, ImmutableSortedDictionary<string, ImmutableArray<MarketSighting>> byOffer) => (this.priors, this.byOffer) = (priors, byOffer);

    /// <summary>Nothing was seen yet.</summary>
    public static MarketExperience None { get; } = new([], ImmutableSortedDictionary.Create<string, ImmutableArray<MarketSighting>>(StringComparer.Ordinal));

    /// <summary>Everything that is remembered, by offer, oldest first.</summary>
    public IEnumerable<MarketSighting> All => byOffer.Values.SelectMany(each => each);

    /// <summary>No sightings yet, but priors: the most particular first.</summary>
    public static MarketExperience Of(ImmutableArray<SpotPrior> priors) => new(priors, None.byOffer);

    /// <summary>What was assumed of a class before anything was seen of it.</summary>
    public SpotPrior Prior(MarketClass kind) => priors.FirstOrDefault(prior => prior.Covers(kind)) ?? SpotPrior.Any;

    /// <summary>This experience with one sighting more; the same one twice counts once.</summary>
    public MarketExperience With(MarketSighting sighting)
    {
        ArgumentNullException.ThrowIfNull(sighting);
        var key = Key(sighting.World, sighting.Offer);
        var known = byOffer.GetValueOrDefault(key, []);
        if (known.Contains(sighting)) return this;
        var at = known.Length;
        while (at > 0 && known[at - 1].At > sighting.At) at--;
        var next = known.Insert(at, sighting);
        return new MarketExperience(priors, byOffer.SetItem(key, next.Length > MostOfOne ? next.RemoveAt(0) : next));
    }

    /// <summary>This experience with several sightings more.</summary>
    public MarketExperience With(IEnumerable<MarketSighting> sightings) => sightings.Aggregate(this, (known, sighting) => known.With(sighting));

    /// <summary>Whether an offer was up or down when it was last seen, and since when without a break; null when nothing was seen.</summary>
    /// <param name="world">The world that is asked about.</param>
    /// <param name="offer">The offer.</param>
    public (bool IsUp, DateTimeOffset Since, DateTimeOffset LastSeen)? Stood(string world, OfferKey offer)
    {
        var known = byOffer.GetValueOrDefault(Key(world, offer), []);
        if (known.IsEmpty) return null;
        var last = known[^1];
        var since = last.At - last.Held;
        for (var i = known.Length - 2; i >= 0 && known[i].IsUp == last.IsUp; i--) since = known[i].At - known[i].Held;
        // A machine that was taken away had been up while it was held; down began with the reclaim.
        return (last.IsUp, last.IsUp ? since : FirstDown(known), last.At);
    }

    /// <summary>
    /// How much more often machines of a class are lost than expected: reclaims that were seen over those that were to be expected in the time that machines
    /// were held, leaning on 1 while little was seen (gamma prior worth three reclaims).
    /// </summary>
    /// <param name="world">The world that is asked about.</param>
    /// <param name="kind">The class.</param>
    /// <param name="life">The mean life of a machine that is expected, above zero.</param>
    /// <param name="now">The instant.</param>
    public double LossFactor(string world, MarketClass kind, TimeSpan life, DateTimeOffset now)
    {
        var (reclaims, expected) = (PriorReclaims, PriorReclaims);
        foreach (var sighting in Kin(world, kind, now))
        {
            var weight = Weight(sighting, now);
            if (sighting.Kind is SightingKind.Reclaimed) reclaims += weight;
            if (sighting.Kind is SightingKind.Reclaimed or SightingKind.Released) expected += weight * (sighting.Held / life);
        }

        return Math.Clamp(reclaims / expected, 0.1, 10);
    }

    /// <summary>The share of launches of a class that find nothing although it seemed to be there, 0 to 1.</summary>
    public double LaunchFailures(string world, MarketClass kind, DateTimeOffset now)
    {
        var (failures, all) = (PriorFailures * PriorLaunches, PriorLaunches);
        foreach (var sighting in Kin(world, kind, now))
        {
            if (sighting.Kind is not (SightingKind.NoCapacity or SightingKind.Launched)) continue;
            var weight = Weight(sighting, now);
            all += weight;
            failures += sighting.Kind is SightingKind.NoCapacity ? weight : 0;
        }

        return failures / all;
    }

    /// <summary>The longest start-up that was seen at a provider lately; null when none was.</summary>
    public TimeSpan? StartUp(string world, string provider, DateTimeOffset now)
    {
        TimeSpan? longest = null;
        foreach (var sighting in byOffer.Values.SelectMany(each => each))
            if (sighting.World == world && sighting.Class.Provider == provider && sighting.StartUp > TimeSpan.Zero && now - sighting.At < HalfLife && !(sighting.StartUp < longest))
                longest = sighting.StartUp;
        return longest;
    }

    /// <summary>
    /// How fast data came to the machines of a provider lately, bytes a second: the median of the starts that had enough of it to tell. Setup counts as if it
    /// were data, so it is rather too slow than too fast. Null when no such start was seen.
    /// </summary>
    public double? StagingRate(string world, string provider, DateTimeOffset now)
    {
        var seen = byOffer.Values.SelectMany(each => each)
            .Where(each => each.World == world && each.Class.Provider == provider && each.StagedBytes >= EnoughToTell && each.Staging > TimeSpan.Zero && now - each.At < Forgotten)
            .Select(each => each.StagedBytes / each.Staging.TotalSeconds).Order().ToArray();
        return seen.Length == 0 ? null : seen[seen.Length / 2];
    }

    /// <summary>Of some offers, how many were seen up within a time.</summary>
    public int UpWithin(string world, IEnumerable<OfferKey> offers, TimeSpan time, DateTimeOffset now) =>
        offers.Count(offer => byOffer.GetValueOrDefault(Key(world, offer), []).Any(each => (each.IsUp || each.Held > TimeSpan.Zero) && now - each.At <= time));

    private static DateTimeOffset FirstDown(ImmutableArray<MarketSighting> known)
    {
        var first = known.Length - 1;
        while (first > 0 && !known[first - 1].IsUp && known[first].Kind is not SightingKind.Reclaimed) first--;
        return known[first].At;
    }

    private IEnumerable<MarketSighting> Kin(string world, MarketClass kind, DateTimeOffset now) =>
        byOffer.Values.Where(each => each[0].World == world && each[0].Class == kind).SelectMany(each => each).Where(each => now - each.At < Forgotten);

    private static double Weight(MarketSighting sighting, DateTimeOffset now) => Math.Pow(0.5, Math.Max(0, (now - sighting.At) / HalfLife));

    private static string Key(string world, OfferKey offer) => $"{world}|{offer.Value}";
}
