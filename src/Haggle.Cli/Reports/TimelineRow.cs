namespace Haggle.Cli.Reports;

/// <summary>One row of a timeline.</summary>
internal sealed record TimelineRow(string Label, IReadOnlyList<TimelineBand> Bands);
