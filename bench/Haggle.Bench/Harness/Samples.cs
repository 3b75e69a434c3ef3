namespace Haggle.Bench.Harness;

/// <summary>Measured times of one thing, in nanoseconds: a TimeSpan is too coarse for what takes less than 100 of them.</summary>
internal sealed class Samples(string name)
{
    private readonly List<double> _times = [];

    public string Name { get; } = name;

    public double Median => Quantile(0.5);

    public double P90 => Quantile(0.9);

    public double Least => Quantile(0);

    public double Most => Quantile(1);

    /// <summary>Adds the time of one when so many took this long together.</summary>
    public void Add(TimeSpan time, int count = 1) => _times.Add(time.TotalNanoseconds / count);

    /// <summary>The time that this share of all measurements did not exceed (nearest rank).</summary>
    public double Quantile(double share)
    {
        if (_times.Count == 0) return 0;
        var sorted = _times.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    /// <summary>How many times the median of something else this median is.</summary>
    public double Over(Samples reference) => Median / reference.Median;
}
