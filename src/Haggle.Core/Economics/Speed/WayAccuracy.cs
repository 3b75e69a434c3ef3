namespace Haggle.Core.Economics.Speed;

/// <summary>How wrong a way to estimate has been, by the committed benchmark.</summary>
/// <param name="Median">The relative error that half of the cases did not exceed.</param>
/// <param name="P90">The relative error that nine of ten did not exceed.</param>
/// <param name="How">How it was measured, for people.</param>
public sealed record WayAccuracy(double Median, double P90, string How)
{
    /// <summary>Nothing is known of it: off by half as a rule, by three quarters at worst.</summary>
    public static WayAccuracy Unknown { get; } = new(0.5, 0.75, "nobody measured how wrong this is");

    /// <summary>Two sources of error that have nothing to do with each other: their squares add up.</summary>
    public WayAccuracy And(WayAccuracy other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new WayAccuracy(Math.Sqrt((Median * Median) + (other.Median * other.Median)), Math.Sqrt((P90 * P90) + (other.P90 * other.P90)), $"{How}; {other.How}");
    }
}
