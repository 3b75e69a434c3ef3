namespace Haggle.Cli.Charts;

/// <summary>One bar: from the chart's base to <see cref="High"/>, and in a tornado also to <see cref="Low"/> on the other side.</summary>
/// <param name="Label">What it is.</param>
/// <param name="High">Where it ends.</param>
internal sealed record Bar(string Label, double High)
{
    /// <summary>The other end, when the bar shows a range.</summary>
    public double? Low { get; init; }

    /// <summary>What stands for <see cref="Low"/>: "$0.05/kWh".</summary>
    public string LowText { get; init; } = "";

    /// <summary>What stands for <see cref="High"/>: "$0.40/kWh".</summary>
    public string HighText { get; init; } = "";
}
