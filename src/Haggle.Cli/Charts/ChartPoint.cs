namespace Haggle.Cli.Charts;

/// <summary>One point of a series; its label, where there is one, is written beside it.</summary>
internal readonly record struct ChartPoint(double X, double Y, string Label = "");
