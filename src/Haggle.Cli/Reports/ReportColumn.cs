namespace Haggle.Cli.Reports;

/// <summary>A column of a report's table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Right">Whether it holds numbers.</param>
internal sealed record ReportColumn(string Title, bool Right = false);
