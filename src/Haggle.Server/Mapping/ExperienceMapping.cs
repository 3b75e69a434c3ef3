using Haggle.Core.Policy.Experience;
using Haggle.Core.Policy.Spot;
using Haggle.Wire.Rest;

namespace Haggle.Server.Mapping;

/// <summary>Experience of spot markets as the API tells it; that of rehearsals stays out.</summary>
internal static class ExperienceMapping
{
    public static ExperienceMessage Of(MarketExperience experience, DateTimeOffset now)
    {
        var real = experience.All.Where(sighting => sighting.World.Length == 0).ToArray();
        return new ExperienceMessage
        {
            Now = now,
            Classes = [.. real.GroupBy(sighting => sighting.Class).OrderBy(kin => kin.Key.ToString(), StringComparer.Ordinal).Select(kin => Class(experience, kin.Key, [.. kin], now))],
            Sightings = [.. real.Select(Sighting)],
        };
    }

    private static MarketClassMessage Class(MarketExperience experience, MarketClass kind, MarketSighting[] seen, DateTimeOffset now)
    {
        var prior = experience.Prior(kind);
        var life = SpotPriors.MeanLife / prior.Loss;
        return new MarketClassMessage
        {
            Provider = kind.Provider,
            Region = kind.Region,
            Accelerator = kind.Accelerator,
            Launches = seen.Count(each => each.Kind is SightingKind.Launched),
            Failures = seen.Count(each => each.Kind is SightingKind.NoCapacity),
            Reclaims = seen.Count(each => each.Kind is SightingKind.Reclaimed),
            HeldHours = seen.Sum(each => each.Held.TotalHours),
            Loss = prior.Loss * experience.LossFactor("", kind, life, now),
            FailureShare = experience.LaunchFailures("", kind, now),
            PriorOrigin = prior.Origin,
        };
    }

    private static SightingMessage Sighting(MarketSighting sighting) => new()
    {
        Offer = sighting.Offer.Value,
        At = sighting.At,
        Kind = sighting.Kind switch { SightingKind.Launched => "launched", SightingKind.NoCapacity => "no-capacity", SightingKind.Reclaimed => "reclaimed", _ => "released" },
        HeldSeconds = sighting.Held.TotalSeconds,
        StartUpSeconds = sighting.StartUp.TotalSeconds,
    };
}
