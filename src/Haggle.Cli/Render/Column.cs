namespace Haggle.Cli.Render;

/// <summary>A column of a table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Right">Whether it is set to the right, as numbers are.</param>
/// <param name="Folds">Whether its text may be folded into several lines where room is short. The last resort is cutting the longest others.</param>
/// <param name="Leaves">Where room is short, columns with a higher number leave first; 0 stays.</param>
/// <param name="Optional">Whether it is left out when nothing is in it. Columns that may leave are.</param>
internal sealed record Column(string Title, bool Right = false, bool Folds = false, int Leaves = 0, bool Optional = false);
