namespace Haggle.Core.Economics.Speed;

/// <summary>How alike two cards are, to choose the one to carry a speed over from.</summary>
public static class CardDistance
{
    // A generation apart weighs as much as twice the speed in everything.
    private static readonly double PerGeneration = Math.Log(2) * 3;
    private const double OtherMaker = 10;

    /// <summary>0 for equal figures; the sum of the logarithms of the ratios, and something for each generation between them.</summary>
    public static double Between(CardFigures left, CardFigures right, NumberFormat format)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var generations = left.Generation is { } a && right.Generation is { } b ? Math.Abs(a - b) : left.Architecture == right.Architecture ? 0 : OtherMaker;
        return (PerGeneration * generations)
            + Math.Abs(Math.Log(left.Matrix(format) / right.Matrix(format)))
            + Math.Abs(Math.Log(left.Bandwidth / right.Bandwidth))
            + Math.Abs(Math.Log(left.MemoryGb / right.MemoryGb));
    }
}
