namespace Haggle.Core.Economics.Speed;

/// <summary>
/// How fast a card does the arithmetic of one kind of model, computed from its data sheet alone: each operation takes the time of the multiplication at a stated share
/// of the peak, and the time of the bytes that it moves. It is the roofline (Williams, Waterman and Patterson, 2009) with the two times added instead of
/// the longer one taken, because a training alternates between layers that wait for the one and layers that wait for the other.
/// </summary>
/// <param name="Efficiency">The share of the peak that is reached where memory does not hold it up, 0 to 1.</param>
/// <param name="FlopsPerByte">Operations for each byte that moves between the chip and its memory; more than zero.</param>
public readonly record struct RooflineLaw(double Efficiency, double FlopsPerByte)
{
    private const double Tera = 1e12;
    private const double Giga = 1e9;

    /// <summary>Floating-point operations in a second.</summary>
    public double FlopsPerSecond(CardFigures card, NumberFormat format)
    {
        ArgumentNullException.ThrowIfNull(card);
        return 1 / ((1 / (Efficiency * card.Matrix(format) * Tera)) + (1 / (FlopsPerByte * card.Bandwidth * Giga)));
    }
}
