using System.Collections.Immutable;
using Haggle.Core.Policy.Experience;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Engine.Loops;

/// <summary>
/// What the user's own machines have seen of spot markets: read from the ended attempts of the store at the start, and added to with every step that is stored.
/// The attempts are the whole truth; this is only their reading. Thread-safe.
/// </summary>
internal sealed class ExperienceBook(IStore store, ImmutableArray<SpotPrior> priors)
{
    /// <summary>Attempts beyond these are older than what is remembered of them, on any store that is not a benchmark.</summary>
    private const int MostAttempts = 5000;

    private readonly Lock _gate = new();

    /// <summary>What is known now.</summary>
    public MarketExperience Known { get; private set; } = MarketExperience.Of(priors);

    /// <summary>Reads what the store remembers.</summary>
    public async Task RecallAsync(CancellationToken cancellationToken)
    {
        var past = await store.RecentAttemptsAsync(MostAttempts, cancellationToken);
        lock (_gate) Known = Known.With(past.Reverse().SelectMany(each => Sightings.Of(each.Record, Sightings.WorldOf(each.Run, each.IsRehearsal))));
    }

    /// <summary>Learns from sightings that came from elsewhere; the same one twice counts once.</summary>
    /// <returns>How many were new and are remembered.</returns>
    public int Learn(ImmutableArray<MarketSighting> sightings)
    {
        lock (_gate)
        {
            var before = Known.All.ToHashSet();
            Known = Known.With(sightings);
            return Known.All.Count(each => !before.Contains(each));
        }
    }

    /// <summary>Learns from a step that was stored.</summary>
    public void Learn(Run before, RunChange change, DateTimeOffset now)
    {
        var after = change.Next;
        var fresh = Sightings.Of(before, after, now);
        if (fresh is null && change.Ended is null) return;
        lock (_gate)
        {
            if (fresh is not null) Known = Known.With(fresh);
            if (change.Ended is { } ended) Known = Known.With(Sightings.Of(ended, Sightings.WorldOf(after.Id, after.Job.Rehearsal is not null)));
        }
    }
}
