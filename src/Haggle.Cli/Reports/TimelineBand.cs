namespace Haggle.Cli.Reports;

/// <summary>A stretch of time in a timeline.</summary>
/// <param name="From">Where it begins on the axis.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Kind">The number of its kind, which decides its look.</param>
/// <param name="Text">What it says when the pointer rests on it, and within it where there is room.</param>
internal sealed record TimelineBand(double From, double To, int Kind, string Text = "");
