namespace Haggle.Cli.Charts;

/// <summary>How the points of a series are joined.</summary>
internal enum SeriesShape
{
    /// <summary>Not at all.</summary>
    Points,

    /// <summary>By straight lines.</summary>
    Line,

    /// <summary>A value holds until the next point, as a price does.</summary>
    Steps,
}
