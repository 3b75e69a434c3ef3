using Haggle.Core.Units;

namespace Haggle.Core.Pools;

/// <summary>An accelerator of a machine in the pool.</summary>
/// <param name="Model">Its name, compared without regard to case.</param>
/// <param name="Memory">Its memory.</param>
/// <param name="Free">What is free of it, in thousandths of the card: 0 to 1000.</param>
public readonly record struct PoolCard(string Model, Gib Memory, int Free)
{
    /// <summary>A whole card, in thousandths.</summary>
    public const int Whole = 1000;
}
