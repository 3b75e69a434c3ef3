namespace Haggle.Cli.Charts;

/// <summary>One axis of a chart.</summary>
/// <param name="Title">What it counts, with its unit: "months", "$ to train".</param>
/// <param name="Text">How a value on it is written (<see cref="AxisText"/>).</param>
internal sealed record Axis(string Title, Func<double, string> Text)
{
    /// <summary>Whether equal ratios are equal distances. Values of zero and below are then drawn at the least value.</summary>
    public bool IsLog { get; init; }

    /// <summary>Whether zero is on the axis even when no value is near it. Without meaning on a logarithmic axis.</summary>
    public bool FromZero { get; init; }
}
