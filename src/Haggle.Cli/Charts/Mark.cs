namespace Haggle.Cli.Charts;

/// <summary>A value of X that matters, such as the month of break-even: a line from bottom to top, with a label.</summary>
internal sealed record Mark(double X, string Label);
