namespace Haggle.Cli.Charts;

/// <summary>Points that belong together.</summary>
/// <param name="Name">What they are; stands in the legend.</param>
/// <param name="Shape">How they are joined; joined points are in the order of X.</param>
/// <param name="Points">The points.</param>
internal sealed record Series(string Name, SeriesShape Shape, IReadOnlyList<ChartPoint> Points)
{
    /// <summary>Whether it is background: what the highlighted series is seen against.</summary>
    public bool IsFaint { get; init; }

    /// <summary>Whether each point gets a mark of its own; otherwise a joined series has marks here and there, to be told apart without colour.</summary>
    public bool MarksPoints { get; init; }
}
