namespace Haggle.Bench.Harness;

/// <summary>What came of a benchmark: a table, goals with their verdicts, and remarks on how to read it.</summary>
internal sealed class Report(params string[] columns)
{
    public IReadOnlyList<string> Columns { get; } = columns;

    public List<string[]> Rows { get; } = [];

    public List<string> Goals { get; } = [];

    public List<string> Remarks { get; } = [];

    public void Row(params string[] cells) => Rows.Add(cells);

    /// <summary>Notes a goal and whether it was reached.</summary>
    public void Goal(bool isReached, string text) => Goals.Add($"{(isReached ? "reached" : "MISSED")}: {text}");
}
