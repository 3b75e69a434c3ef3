using System.Collections.Immutable;
using Haggle.Core.Pools;
using Haggle.Core.Units;
using Haggle.Simulation.Time;
using Haggle.Simulation.World;
using Haggle.Wire.Hosts;

namespace Haggle.Simulation.Pools;

/// <summary>What must hold of machines that are shared. Looks at what is on the machines and at what really runs, not at what anybody believes.</summary>
internal sealed class PoolPromises(Pump pump, Trace trace)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(PoolBox.LeaseSeconds + 2);

    public Violation? Broke { get; private set; }

    /// <summary>Whether nothing goes wrong any more.</summary>
    public bool IsCalm { get; set; }

    public void Break(string promise, string what)
    {
        Broke ??= new Violation(promise, what, pump.Now);
        trace.Say("promise", what);
    }

    /// <summary>One machine now: what is allotted there, and what runs there.</summary>
    public void Look(PoolBox box, ImmutableArray<AllotmentMessage> standing, ImmutableArray<AllotmentMessage> running, Dictionary<string, DateTimeOffset> seen)
    {
        Twice(box, standing, "is allotted");
        Twice(box, running, "runs");
        foreach (var record in standing)
        {
            if (box.Holder(record.Token) is { IsDead: false }) continue;
            if (pump.Now - seen.GetValueOrDefault(record.Token, pump.Now) > Lease)
                Break("what a dead owner held comes back", $"{record.Token} on {box.Name} still stands, and nothing of it has lived since {seen[record.Token]:HH:mm:ss}");
        }
    }

    /// <summary>One server's turn: nobody began before one of a better right whom it delays.</summary>
    public void Turn(
        ImmutableArray<PoolSupply> hosts, ImmutableArray<PoolLoad> loads, ImmutableArray<PoolWish> waiting, IReadOnlyList<PoolTurn> begun, PoolUsage usage, PoolPolicy policy)
    {
        var parts = begun.ToDictionary(turn => turn.Wish.Run, turn => turn.Begins);
        var order = ByRight(waiting, usage, policy);
        var emptied = loads.Aggregate(hosts, (room, load) => Change(room, load.Parts, +1));
        var at = order.FindIndex(wish => !parts.ContainsKey(wish.Run) && Alone(emptied, [], wish, policy) is { Begins.IsEmpty: false });
        if (at < 0 || !order.Skip(at).Any(wish => parts.ContainsKey(wish.Run))) return;
        var head = order[at];
        var before = order.Take(at).Where(wish => parts.ContainsKey(wish.Run)).ToArray();
        var behind = order.Skip(at).Where(wish => parts.ContainsKey(wish.Run)).ToArray();
        PoolLoad Load(PoolWish wish) => new(parts[wish.Run], pump.Now + wish.Limit);
        var room = before.Aggregate(hosts, (left, wish) => Change(left, parts[wish.Run], -1));
        ImmutableArray<PoolLoad> first = [.. loads, .. before.Select(Load)];
        var promised = Alone(room, first, head, policy).ExpectedAt;
        var now = Alone(behind.Aggregate(room, (left, wish) => Change(left, parts[wish.Run], -1)), [.. first, .. behind.Select(Load)], head, policy).ExpectedAt;
        var isDelayed = promised is { } by
            ? !(now <= by)
            : behind.Any(wish => Alone(Change(emptied, parts[wish.Run], -1), [], head, policy).Begins.IsEmpty);
        if (isDelayed) Break("nobody goes before one whom it delays", $"run {head.Run} was to begin by {promised:HH:mm:ss}, with {string.Join(", ", behind.Select(wish => wish.Run))} before it by {now:HH:mm:ss}");
    }

    private void Twice(PoolBox box, ImmutableArray<AllotmentMessage> parts, string how)
    {
        foreach (var card in parts.SelectMany(part => part.Gpus).GroupBy(gpu => gpu.Id, StringComparer.Ordinal).Where(card => card.Sum(gpu => gpu.Thousandths) > PoolCard.Whole))
            Break("nothing is given twice", $"{card.Key} {how} {card.Sum(gpu => gpu.Thousandths)} thousandths at once: {string.Join(", ", parts.Where(part => part.Gpus.Any(gpu => gpu.Id == card.Key)).Select(part => part.Token))}");
        if (parts.Sum(part => part.MemoryMib) is var memory && memory > PoolBox.MemoryMib)
            Break("nothing is given twice", $"memory of {box.Name} {how} {memory} of {PoolBox.MemoryMib} MiB: {string.Join(", ", parts.Select(part => part.Token))}");
    }

    // Written anew on purpose: the checker of an order may not ask the order that it checks.
    private List<PoolWish> ByRight(ImmutableArray<PoolWish> waiting, PoolUsage usage, PoolPolicy policy)
    {
        var users = waiting.Select(wish => wish.User).Distinct(StringComparer.Ordinal).Count();
        double Claim(PoolWish wish) => (usage.Total > 0 ? Math.Pow(2, -usage.Of(wish.User) * users / usage.Total) : 1) + Math.Min(1, (pump.Now - wish.Since) / policy.WaitMax);
        var order = waiting.ToList();
        order.Sort((left, right) =>
        {
            if (left.Priority != right.Priority) return right.Priority.CompareTo(left.Priority);
            var claims = Claim(right) - Claim(left);
            if (Math.Abs(claims) > 1e-9) return Math.Sign(claims);
            return left.Since != right.Since ? left.Since.CompareTo(right.Since) : left.Run.Value.CompareTo(right.Run.Value);
        });
        return order;
    }

    private PoolTurn Alone(ImmutableArray<PoolSupply> hosts, ImmutableArray<PoolLoad> loads, PoolWish wish, PoolPolicy policy) =>
        PoolQueue.Plan(hosts, loads, [wish], new PoolUsage(policy, pump.Now), policy, pump.Now).Single();

    private static ImmutableArray<PoolSupply> Change(ImmutableArray<PoolSupply> hosts, ImmutableArray<PoolPart> parts, int sign) => parts.Aggregate(hosts, (all, part) => all.SetItem(part.Host, all[part.Host] with
    {
        Cards = part.Cards.Aggregate(all[part.Host].Cards, (cards, card) => cards.SetItem(card, cards[card] with { Free = cards[card].Free + (sign * part.Thousandths) })),
        Memory = Gib.FromMib(Math.Max(0, all[part.Host].Memory.Mib + (sign * part.Memory.Mib))),
        Vcpus = all[part.Host].Vcpus + (sign * part.Vcpus),
    }));
}
