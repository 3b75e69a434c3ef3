namespace Haggle.Core.Economics.Speed;

/// <summary>How fast a training is expected to go on something.</summary>
/// <param name="UnitsPerSecond">Units of the work in a second, more than zero.</param>
/// <param name="Way">How it came to be known.</param>
/// <param name="Accuracy">How wrong that way has been.</param>
/// <param name="How">The way in words: from what it was taken.</param>
public sealed record SpeedEstimate(double UnitsPerSecond, SpeedWay Way, WayAccuracy Accuracy, string How)
{
    // Nothing that was ever estimated is slower than a fifth of what was said.
    private const double WorstError = 0.8;

    /// <summary>The least share of the expected time that nine of ten cases took.</summary>
    public double ShortestShare => 1 / (1 + Accuracy.P90);

    /// <summary>The most times the expected time that nine of ten cases took.</summary>
    public double LongestShare => 1 / (1 - Math.Min(WorstError, Accuracy.P90));
}
