using System.Collections.Immutable;
using Haggle.Core.Pools;
using Haggle.Core.Runs;
using Haggle.Core.Units;

namespace Haggle.Core.Tests.Pools;

/// <summary>Pools and queues drawn from a seed.</summary>
internal sealed class AnyPool(int seed)
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Models = ["A100", "T4"];

    private readonly Random _dice = new(seed);

    public ImmutableArray<PoolSupply> Hosts() => [.. Enumerable.Range(0, 1 + _dice.Next(4)).Select(Host)];

    public ImmutableArray<PoolWish> Wishes(int most = 12, bool limited = false) => [.. Enumerable.Range(1, _dice.Next(most + 1)).Select(run => Wish(run, limited))];

    public PoolUsage Usage()
    {
        var usage = new PoolUsage(new PoolPolicy(), Noon);
        foreach (var user in (string[])["ann", "bob"]) usage.Add(user, _dice.Next(9), Noon.AddHours(-_dice.Next(300)), Noon);
        return usage;
    }

    public PoolWish Wish(int run, bool limited) => new()
    {
        Run = new RunId(run),
        User = _dice.Next(3) switch { 0 => "ann", 1 => "bob", _ => "cleo" },
        Priority = _dice.Next(4) == 0 ? _dice.Next(-5, 6) : 0,
        Since = Noon.AddMinutes(-_dice.Next(20_000)),
        Nodes = _dice.Next(4) == 0 ? 1 + _dice.Next(4) : 1,
        Cards = _dice.Next(5) switch { 0 => 0.25 * (1 + _dice.Next(3)), 1 => 0, _ => 1 + _dice.Next(4) },
        Model = _dice.Next(2) == 0 ? "" : Models[_dice.Next(2)],
        Vcpus = _dice.Next(8),
        Memory = Gib.FromGib(_dice.Next(32)),
        Limit = limited || _dice.Next(3) > 0 ? TimeSpan.FromMinutes(10 + _dice.Next(600)) : null,
    };

    /// <summary>Loads that take part of the machines; what is left goes with them.</summary>
    public (ImmutableArray<PoolSupply> Hosts, ImmutableArray<PoolLoad> Loads) Loaded(bool limited = false)
    {
        var hosts = Hosts();
        var begun = PoolQueue.Plan(hosts, [], Wishes(6, limited), new PoolUsage(new PoolPolicy(), Noon), new PoolPolicy(), Noon).Where(turn => !turn.Begins.IsEmpty).ToArray();
        var left = begun.Aggregate(hosts, (room, turn) => Without(room, turn.Begins));
        return (left, [.. begun.Select(turn => new PoolLoad(turn.Begins, Noon + turn.Wish.Limit))]);
    }

    /// <summary>The machines without what the parts take; fails when they take more than there is.</summary>
    public static ImmutableArray<PoolSupply> Without(ImmutableArray<PoolSupply> hosts, ImmutableArray<PoolPart> parts) => parts.Aggregate(hosts, (all, part) => Change(all, part, -1));

    public static ImmutableArray<PoolSupply> With(ImmutableArray<PoolSupply> hosts, ImmutableArray<PoolPart> parts) => parts.Aggregate(hosts, (all, part) => Change(all, part, +1));

    private static ImmutableArray<PoolSupply> Change(ImmutableArray<PoolSupply> hosts, PoolPart part, int sign)
    {
        var host = hosts[part.Host];
        Assert.Equal(part.Cards.Length, part.Cards.Distinct().Count());
        var cards = part.Cards.Aggregate(host.Cards, (all, card) => all.SetItem(card, all[card] with { Free = all[card].Free + (sign * part.Thousandths) }));
        var memory = host.Memory.Mib + (sign * part.Memory.Mib);
        Assert.True(cards.All(card => card.Free is >= 0 and <= PoolCard.Whole) && memory >= 0 && host.Vcpus + (sign * part.Vcpus) >= 0, "more is given than there is");
        return hosts.SetItem(part.Host, host with { Cards = cards, Memory = Gib.FromMib(memory), Vcpus = host.Vcpus + (sign * part.Vcpus) });
    }

    private PoolSupply Host(int number) => new()
    {
        Name = $"gpu{number}",
        Cards = [.. Enumerable.Repeat(new PoolCard(Models[_dice.Next(2)], Gib.FromGib(40), PoolCard.Whole), _dice.Next(5))],
        Vcpus = 16,
        Memory = Gib.FromGib(64),
        IsOpen = _dice.Next(6) > 0,
    };
}
