namespace Haggle.Cli.Charts;

/// <summary>Horizontal bars: amounts from zero, or a tornado of ranges around a base.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Value">What the bars count.</param>
/// <param name="Bars">From top to bottom.</param>
internal sealed record BarChart(string Title, Axis Value, IReadOnlyList<Bar> Bars)
{
    /// <summary>Where the bars begin; the middle of a tornado.</summary>
    public double Base { get; init; }

    /// <summary>What it says, in a sentence, for people who cannot see it.</summary>
    public string Description { get; init; } = "";

    public Scaling Fit(int ticks) => Scaling.Fit(Value, Bars.SelectMany(bar => new[] { bar.High, bar.Low ?? Base }).Append(Base), ticks);
}
