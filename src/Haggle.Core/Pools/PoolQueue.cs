using System.Collections.Immutable;
using System.Globalization;

namespace Haggle.Core.Pools;

/// <summary>
/// Who goes next in a pool: priority, fair share and waiting make the order; the first one that cannot begin gets a reservation; those behind it may go
/// ahead when they do not delay it (EASY backfilling: D. Lifka, "The ANL/IBM SP scheduling system", JSSPP 1995; A. Mu'alem and D. Feitelson, IEEE TPDS 12(6),
/// 2001). Pure: the same question has the same answer.
/// </summary>
public static class PoolQueue
{
    /// <summary>Makes the plan of one instant.</summary>
    /// <param name="hosts">The machines with what is free now.</param>
    /// <param name="loads">What runs, with its ends. Its parts are not in what is free.</param>
    /// <param name="waiting">What waits.</param>
    /// <param name="usage">What each user has had.</param>
    /// <param name="policy">How the pool is shared.</param>
    /// <param name="now">The instant.</param>
    /// <returns>A turn for each that waits, in the order of the queue.</returns>
    public static ImmutableArray<PoolTurn> Plan(
        ImmutableArray<PoolSupply> hosts, ImmutableArray<PoolLoad> loads, ImmutableArray<PoolWish> waiting, PoolUsage usage, PoolPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(usage);
        ArgumentNullException.ThrowIfNull(policy);
        var room = new PoolRoom(hosts);
        var ends = new PoolEnds(loads);
        PoolWish? head = null;
        DateTimeOffset? reserved = null;
        var looks = 0;
        var turns = ImmutableArray.CreateBuilder<PoolTurn>(waiting.Length);
        foreach (var wish in Order(waiting, usage, policy, now))
        {
            var place = turns.Count + 1;
            if (head is null)
            {
                if (room.Take(wish) is { } parts)
                {
                    ends.Add(parts, now + wish.Limit);
                    turns.Add(new PoolTurn { Wish = wish, Place = place, Begins = parts, ExpectedAt = now, Reason = "it begins now" });
                }
                else if (ends.FitsAtLast(room, wish))
                {
                    (head, reserved) = (wish, ends.Earliest(room, wish, now));
                    turns.Add(new PoolTurn { Wish = wish, Place = place, ExpectedAt = reserved, Reason = Waits(reserved) });
                }
                else
                {
                    turns.Add(new PoolTurn { Wish = wish, Place = place, Reason = "no machine of the pool that is open has what it wants" });
                }
            }
            else
            {
                turns.Add(Behind(wish, place, head, reserved, room, ends, ref looks, policy, now));
            }
        }

        return turns.MoveToImmutable();
    }

    /// <summary>
    /// The order: first those that have waited for longer than is fair, the longest waiting first; then by priority; among equals by the user's claim
    /// (<see cref="PoolUsage.Claim"/>) plus the share of the longest wait that has passed, both between 0 and 1; then by time.
    /// </summary>
    public static ImmutableArray<PoolWish> Order(ImmutableArray<PoolWish> waiting, PoolUsage usage, PoolPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(usage);
        ArgumentNullException.ThrowIfNull(policy);
        var users = Math.Max(1, waiting.Select(wish => wish.User).Distinct(StringComparer.Ordinal).Count());
        bool IsOverdue(PoolWish wish) => now - wish.Since >= policy.WaitMax;
        double Score(PoolWish wish) => usage.Claim(wish.User, users) + Math.Clamp((now - wish.Since) / policy.WaitMax, 0, 1);
        return
        [
            .. waiting.OrderByDescending(IsOverdue)
                .ThenBy(wish => IsOverdue(wish) ? wish.Since : DateTimeOffset.MaxValue)
                .ThenByDescending(wish => wish.Priority)
                .ThenByDescending(Score)
                .ThenBy(wish => wish.Since)
                .ThenBy(wish => wish.Run.Value),
        ];
    }

    private static PoolTurn Behind(
        PoolWish wish, int place, PoolWish head, DateTimeOffset? reserved, PoolRoom room, PoolEnds ends, ref int looks, PoolPolicy policy, DateTimeOffset now)
    {
        var turn = new PoolTurn { Wish = wish, Place = place, Reason = $"run {head.Run} goes first" };
        if (looks++ >= policy.LooksBehind) return turn;
        if (room.Take(wish) is not { } parts) return turn with { Reason = $"others have what it wants; run {head.Run} goes first" };
        var with = ends.With(parts, now + wish.Limit);
        if (!Delays(head, reserved, room, with, now))
        {
            ends.Add(parts, now + wish.Limit);
            return turn with { Begins = parts, GoesAhead = true, ExpectedAt = now, Reason = $"it begins now and does not delay run {head.Run}" };
        }

        room.Free(parts);
        var why = wish.Limit is null ? "it has no max_duration, so it might delay" : "it would delay";
        return turn with { Reason = $"{why} run {head.Run}, which goes first" };
    }

    // A reservation that nobody can tell stays unknown: then only what can never stand in the head's way may go ahead.
    private static bool Delays(PoolWish head, DateTimeOffset? reserved, PoolRoom room, PoolEnds ends, DateTimeOffset now) =>
        reserved is { } at ? !(ends.Earliest(room, head, now) <= at) : !ends.FitsBesideTheNewest(room, head);

    private static string Waits(DateTimeOffset? at) => at is { } instant
        ? string.Create(CultureInfo.InvariantCulture, $"next in the queue; what it wants is free by {instant:yyyy-MM-dd HH:mm}Z at the latest")
        : "next in the queue; those that have what it wants have not said when they end";
}
