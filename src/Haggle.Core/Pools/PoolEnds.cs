using System.Collections.Immutable;

namespace Haggle.Core.Pools;

/// <summary>When what runs in a pool ends, and what is free then.</summary>
internal sealed class PoolEnds(IEnumerable<PoolLoad> loads)
{
    private readonly List<PoolLoad> _loads = [.. loads];

    public void Add(ImmutableArray<PoolPart> parts, DateTimeOffset? until) => _loads.Add(new PoolLoad(parts, until));

    public PoolEnds With(ImmutableArray<PoolPart> parts, DateTimeOffset? until) => new(_loads.Append(new PoolLoad(parts, until)));

    /// <summary>The earliest instant at which a wish fits if nobody else begins; null when that hangs on somebody who has not said when they end.</summary>
    public DateTimeOffset? Earliest(PoolRoom room, PoolWish wish, DateTimeOffset now)
    {
        var later = room.Copy();
        if (later.Copy().Take(wish) is not null) return now;
        foreach (var end in _loads.Where(load => load.EndsBy is not null).GroupBy(load => load.EndsBy).OrderBy(group => group.Key))
        {
            foreach (var load in end) later.Free(load.Parts);
            if (later.Copy().Take(wish) is not null) return end.Key > now ? end.Key : now;
        }

        return null;
    }

    /// <summary>Whether a wish fits once everything that runs is over.</summary>
    public bool FitsAtLast(PoolRoom room, PoolWish wish) => Fits(room, wish, _loads);

    /// <summary>Whether a wish fits once everything but the newest load is over: then that one stands in nobody's way, however long it runs.</summary>
    public bool FitsBesideTheNewest(PoolRoom room, PoolWish wish) => Fits(room, wish, _loads.Take(_loads.Count - 1));

    private static bool Fits(PoolRoom room, PoolWish wish, IEnumerable<PoolLoad> over)
    {
        var last = room.Copy();
        foreach (var load in over) last.Free(load.Parts);
        return last.Take(wish) is not null;
    }
}
