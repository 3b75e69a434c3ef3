namespace Haggle.Cli.Charts;

/// <summary>A chart of points over two axes. The same chart is drawn in a terminal (<see cref="TerminalChart"/>) and in a report.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="X">The axis from left to right.</param>
/// <param name="Y">The axis from bottom to top.</param>
/// <param name="Series">What is drawn, the most important last.</param>
internal sealed record Chart(string Title, Axis X, Axis Y, IReadOnlyList<Series> Series)
{
    /// <summary>Values of X that matter.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    /// <summary>What it says, in a sentence, for people who cannot see it.</summary>
    public string Description { get; init; } = "";

    /// <summary>A scatter with its frontier: joined by steps, each point marked and labelled, everything else behind it.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="x">The axis from left to right.</param>
    /// <param name="y">The axis from bottom to top.</param>
    /// <param name="others">What is off the frontier.</param>
    /// <param name="frontier">The frontier, in any order.</param>
    public static Chart Scatter(string title, Axis x, Axis y, IReadOnlyList<ChartPoint> others, IReadOnlyList<ChartPoint> frontier) => new(
        title, x, y,
        [
            new Series("not worth it: something is faster and no dearer", SeriesShape.Points, others) { IsFaint = true },
            new Series("worth it: nothing is both faster and cheaper", SeriesShape.Steps, [.. frontier.OrderBy(point => point.X)]) { MarksPoints = true },
        ]);

    /// <summary>The number that decides the look of a series: background takes none, so that what is highlighted looks the same with and without it.</summary>
    public int LookOf(int series) => Series.Take(series).Count(other => !other.IsFaint);

    /// <summary>The X axis fitted to everything that is drawn; it ends where the last value is, because a round end would leave a gap that means nothing.</summary>
    public Scaling FitX(int ticks) => Scaling.Fit(X, Series.SelectMany(series => series.Points).Select(point => point.X).Concat(Marks.Select(mark => mark.X)), ticks, hasRoundEnds: false);

    /// <summary>The Y axis fitted to everything that is drawn.</summary>
    public Scaling FitY(int ticks) => Scaling.Fit(Y, Series.SelectMany(series => series.Points).Select(point => point.Y), ticks);
}
