using Haggle.Core.Pools;

namespace Haggle.Simulation.Pools;

/// <summary>A run that a server puts on the pool, as its store remembers it: what it wants, and which allotments it asked for.</summary>
internal sealed class PoolRun(PoolWish wish, TimeSpan lasts)
{
    public PoolWish Wish { get; } = wish;

    /// <summary>How long its program takes; never longer than the wish's limit.</summary>
    public TimeSpan Lasts { get; } = lasts;

    /// <summary>What was asked for in this attempt, written down before it was asked for.</summary>
    public List<(PoolBox Box, string Token)> Pieces { get; } = [];

    public int Epoch { get; set; }

    public bool IsLaunching { get; set; }

    public DateTimeOffset? BegunAt { get; set; }

    public bool IsOver { get; set; }

    public bool IsWaiting => !IsOver && Pieces.Count == 0;
}
