using System.Collections.Immutable;

namespace Haggle.Cli.Benching;

/// <summary>What `haggle bench` was asked for.</summary>
internal sealed record BenchWish
{
    public required string File { get; init; }

    /// <summary>Steps to time on each offer.</summary>
    public required long Steps { get; init; }

    /// <summary>Steps before those, which are not timed.</summary>
    public required long WarmUp { get; init; }

    /// <summary>The keys of the offers.</summary>
    public required IReadOnlyList<string> Offers { get; init; }

    /// <summary>Whether each is pretended on this computer.</summary>
    public bool Rehearses { get; init; }

    /// <summary>The longest that one piece may take.</summary>
    public required TimeSpan Patience { get; init; }

    public required ImmutableSortedDictionary<string, string> Environment { get; init; }

    /// <summary>A results file beside the user's own; null for none.</summary>
    public string? Out { get; init; }

    public bool Yes { get; init; }

    public bool Json { get; init; }
}
