using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.Core.Pools;

/// <summary>What is free in a pool, while a plan is made. Changes; copied before something is tried.</summary>
internal sealed class PoolRoom
{
    private readonly ImmutableArray<PoolSupply> _hosts;
    private readonly int[][] _free;
    private readonly double[] _vcpus;
    private readonly long[] _memory;

    public PoolRoom(ImmutableArray<PoolSupply> hosts)
        : this(hosts, [.. hosts.Select(host => host.Cards.Select(card => card.Free).ToArray())], [.. hosts.Select(host => host.Vcpus)], [.. hosts.Select(host => host.Memory.Mib)])
    {
    }

    private PoolRoom(ImmutableArray<PoolSupply> hosts, int[][] free, double[] vcpus, long[] memory) => (_hosts, _free, _vcpus, _memory) = (hosts, free, vcpus, memory);

    public PoolRoom Copy() => new(_hosts, [.. _free.Select(cards => (int[])cards.Clone())], (double[])_vcpus.Clone(), (long[])_memory.Clone());

    /// <summary>The machines with what is left.</summary>
    public ImmutableArray<PoolSupply> Left() =>
    [
        .. _hosts.Select((host, i) => host with
        {
            Cards = [.. host.Cards.Select((card, c) => card with { Free = _free[i][c] })],
            Vcpus = _vcpus[i],
            Memory = Gib.FromMib(Math.Max(0, _memory[i])),
        }),
    ];

    /// <summary>Takes what a wish needs for all its nodes, or nothing: a gang begins whole.</summary>
    public ImmutableArray<PoolPart>? Take(PoolWish wish)
    {
        var parts = ImmutableArray.CreateBuilder<PoolPart>(wish.Nodes);
        for (var node = 0; node < wish.Nodes; node++)
        {
            if (Fullest(wish) is not { } part)
            {
                foreach (var taken in parts) Change(taken, +1);
                return null;
            }

            Change(part, -1);
            parts.Add(part);
        }

        return parts.ToImmutable();
    }

    public void Take(ImmutableArray<PoolPart> parts)
    {
        foreach (var part in parts) Change(part, -1);
    }

    public void Free(ImmutableArray<PoolPart> parts)
    {
        foreach (var part in parts) Change(part, +1);
    }

    // The machine on which the least is left free goes first: whole machines stay free for those that need them.
    private PoolPart? Fullest(PoolWish wish)
    {
        PoolPart? best = null;
        var least = long.MaxValue;
        for (var host = 0; host < _hosts.Length; host++)
        {
            if (!_hosts[host].IsOpen || PartOf(host, wish) is not { } part) continue;
            var left = _free[host].Sum(free => (long)free);
            if (left >= least) continue;
            (best, least) = (part, left);
        }

        return best;
    }

    private PoolPart? PartOf(int host, PoolWish wish)
    {
        if (wish.Host.Length > 0 && !string.Equals(wish.Host, _hosts[host].Name, StringComparison.OrdinalIgnoreCase)) return null;
        if (wish.Vcpus > _vcpus[host] || wish.Memory.Mib > _memory[host]) return null;
        var share = wish.Cards is > 0 and < 1 ? (int)Math.Ceiling(wish.Cards * PoolCard.Whole) : PoolCard.Whole;
        var count = (int)Math.Ceiling(wish.Cards);
        var cards = _hosts[host].Cards;
        var fitting = Enumerable.Range(0, cards.Length).Where(i => _free[host][i] >= share && Fits(cards[i], wish)).OrderBy(i => _free[host][i]).Take(count).ToImmutableArray();
        return fitting.Length < count ? null : new PoolPart(host, fitting, share, wish.Vcpus, wish.Memory);
    }

    private static bool Fits(PoolCard card, PoolWish wish) =>
        card.Memory >= wish.CardMemory && (wish.Model.Length == 0 || string.Equals(card.Model, wish.Model, StringComparison.OrdinalIgnoreCase));

    private void Change(PoolPart part, int sign)
    {
        foreach (var card in part.Cards) _free[part.Host][card] += sign * part.Thousandths;
        _vcpus[part.Host] += sign * part.Vcpus;
        _memory[part.Host] += sign * part.Memory.Mib;
    }
}
