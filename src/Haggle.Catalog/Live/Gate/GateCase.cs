using Haggle.Core.Units;

namespace Haggle.Catalog.Live.Gate;

/// <summary>A source's prices before and now, by the hash of the offer's key.</summary>
internal sealed record GateCase
{
    public required IReadOnlyDictionary<ulong, Money> Before { get; init; }

    public required IReadOnlyDictionary<ulong, Money> Now { get; init; }

    /// <summary>Rows that were read to get there.</summary>
    public long RowsRead { get; init; }

    /// <summary>How many of them were refused as wrong: no number, a name that nobody knows.</summary>
    public long RowsRefused { get; init; }

    /// <summary>Whether the user has looked and lets it through.</summary>
    public bool IsAccepted { get; init; }
}
