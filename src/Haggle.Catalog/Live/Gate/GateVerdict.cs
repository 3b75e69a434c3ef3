using System.Collections.Immutable;

namespace Haggle.Catalog.Live.Gate;

/// <summary>What the gate says of a source.</summary>
/// <param name="HeldBecause">Why the whole source is held back; "" when it is not.</param>
/// <param name="HeldPrices">The offers of which the new price alone is held back.</param>
internal sealed record GateVerdict(string HeldBecause, ImmutableHashSet<ulong> HeldPrices)
{
    public bool IsHeld => HeldBecause.Length > 0;
}
