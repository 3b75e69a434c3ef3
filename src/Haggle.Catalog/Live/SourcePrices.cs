using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Live;

/// <summary>What a source's shelf holds, ready to be merged.</summary>
internal sealed record SourcePrices
{
    public required ImmutableArray<PartPrices> Parts { get; init; }

    /// <summary>The hourly price of each offer, by the hash of its key.</summary>
    public required IReadOnlyDictionary<ulong, Money> Now { get; init; }

    /// <summary>When the newest part was read.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Offers of which the new price is held back.</summary>
    public ImmutableHashSet<ulong> Held { get; init; } = [];

    /// <summary>Offers of parts that could not be read.</summary>
    public IReadOnlySet<ulong> Stale { get; init; } = ImmutableHashSet<ulong>.Empty;

    /// <summary>Whether nothing of it goes in: it failed, or it is held back.</summary>
    public bool IsUntouched { get; init; }
}

/// <summary>The prices of a part.</summary>
/// <param name="File">Its prices.</param>
/// <param name="Bands">Its interruption bands.</param>
/// <param name="At">When they were read or confirmed.</param>
/// <param name="IsStale">Whether the part could not be read this time.</param>
internal sealed record PartPrices(Store.MarketFile File, IReadOnlyList<(string Provider, string Region, string InstanceType, InterruptionBand Band)> Bands, DateTimeOffset At, bool IsStale);
