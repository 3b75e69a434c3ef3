namespace Haggle.Bench.Harness;

/// <summary>Measured times of one thing.</summary>
internal sealed class Samples(string name)
{
    private readonly List<TimeSpan> _times = [];

    public string Name { get; } = name;

    public int Count => _times.Count;

    public TimeSpan Median => Quantile(0.5);

    public TimeSpan P90 => Quantile(0.9);

    public TimeSpan Least => Quantile(0);

    public TimeSpan Most => Quantile(1);

    public void Add(TimeSpan time) => _times.Add(time);

    /// <summary>The time that this share of all measurements did not exceed (nearest rank).</summary>
    public TimeSpan Quantile(double share)
    {
        if (_times.Count == 0) return TimeSpan.Zero;
        var sorted = _times.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    /// <summary>How many times the median of something else this median is.</summary>
    public double Over(Samples reference) => Median / reference.Median;
}
