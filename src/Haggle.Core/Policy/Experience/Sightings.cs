using System.Collections.Immutable;
using Haggle.Core.Runs;

namespace Haggle.Core.Policy.Experience;

/// <summary>Reads off runs and their attempts what they saw of spot markets.</summary>
public static class Sightings
{
    /// <summary>The world of a run: rehearsals see a market of their own.</summary>
    public static string WorldOf(RunId run, bool isRehearsal) => isRehearsal ? $"rehearsal {run}" : "";

    /// <summary>What an attempt that has ended saw: whether its machines were made, how long they were held, and who ended that.</summary>
    /// <param name="record">The attempt.</param>
    /// <param name="world">Its world.</param>
    public static ImmutableArray<MarketSighting> Of(AttemptRecord record, string world)
    {
        ArgumentNullException.ThrowIfNull(record);
        var attempt = record.Attempt;
        if (attempt.Slots.IsDefaultOrEmpty || !attempt.Slots[0].Quote.Offer.CanBeReclaimed) return [];
        // A gang comes and goes together: it is one sighting.
        var slot = attempt.Slots[0];
        var pace = Math.Max(1, slot.Quote.Offer.Pace);
        if (record.End is AttemptEnd.NoCapacity) return [Sighting(SightingKind.NoCapacity, record.EndedAt)];
        if (attempt.Slots.FirstOrDefault(each => each.UpAt is not null)?.UpAt is not { } up) return [];
        var started = attempt.RunningSince is { } running ? (running - attempt.DecidedAt) * pace : TimeSpan.Zero;
        var end = record.EndedAt < up ? up : record.EndedAt;
        var kind = record.End is AttemptEnd.Reclaimed ? SightingKind.Reclaimed : SightingKind.Released;
        return
        [
            Sighting(SightingKind.Launched, up) with
            {
                StartUp = started > TimeSpan.Zero ? started : TimeSpan.Zero,
                StagedBytes = attempt.StagedBytes,
                Staging = attempt.RunningSince is { } ran && ran > up ? (ran - up) * pace : TimeSpan.Zero,
            },
            Sighting(kind, end) with { Held = (end - up) * pace },
        ];

        MarketSighting Sighting(SightingKind kind, DateTimeOffset at) =>
            new() { Offer = slot.Quote.Offer.Key, Class = MarketClass.Of(slot.Quote.Offer), World = world, At = at, Kind = kind };
    }

    /// <summary>What a step of a run saw while its attempt goes on: a spot machine that its provider has just made.</summary>
    /// <param name="before">The run before the step.</param>
    /// <param name="after">The run after it.</param>
    /// <param name="now">The instant.</param>
    public static MarketSighting? Of(Run before, Run after, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (after.Attempt is not { } attempt || before.Attempt is not { } earlier || earlier.Epoch != attempt.Epoch) return null;
        var (slot, was) = (attempt.Slots[0], earlier.Slots[0]);
        if (!slot.Quote.Offer.CanBeReclaimed || was.UpAt is not null || slot.UpAt is null) return null;
        return new MarketSighting
        {
            Offer = slot.Quote.Offer.Key,
            Class = MarketClass.Of(slot.Quote.Offer),
            World = WorldOf(after.Id, after.Job.Rehearsal is not null),
            At = now,
            Kind = SightingKind.Launched,
        };
    }
}
