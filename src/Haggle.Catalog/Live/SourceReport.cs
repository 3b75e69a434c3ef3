using System.Collections.Immutable;
using Haggle.Catalog.Imports;

namespace Haggle.Catalog.Live;

/// <summary>What an update did to one source.</summary>
public sealed record SourceReport
{
    public required SourceAbout About { get; init; }

    public required SourceState State { get; init; }

    /// <summary>What went wrong, or why it is held back; "" when nothing is.</summary>
    public string Why { get; init; } = "";

    /// <summary>Its prices that hold in the catalogue now.</summary>
    public int Prices { get; init; }

    /// <summary>Offers that were not there before.</summary>
    public int Appeared { get; init; }

    /// <summary>Offers with another price than before.</summary>
    public int Changed { get; init; }

    /// <summary>Offers that it no longer tells of.</summary>
    public int Gone { get; init; }

    /// <summary>Prices that moved too far to be believed at once: the last ones stay.</summary>
    public ImmutableArray<HeldPrice> Held { get; init; } = [];

    /// <summary>Parts that could not be read, with the reason; they keep their last prices.</summary>
    public ImmutableArray<string> Stale { get; init; } = [];

    /// <summary>The account of the rows that were read; null when nothing was.</summary>
    public ImportReport? Rows { get; init; }
}
