using System.Text;

namespace Haggle.Bench.Harness;

/// <summary>A report as a page: shown in the terminal and kept in bench/results.</summary>
internal static class Page
{
    public static string Of(IBenchmark benchmark, Report report, string note, IEnumerable<string> machine)
    {
        var page = new StringBuilder();
        page.Append("# ").Append(benchmark.Name).Append("\n\n").Append(benchmark.What).Append("\n\n");
        page.Append("Command: `bench/run ").Append(benchmark.Name).Append("`\n\n");
        foreach (var line in machine) page.Append("- ").Append(line).Append('\n');
        if (note.Length > 0) page.Append("- note: ").Append(note).Append('\n');
        page.Append('\n');
        Table(page, report);
        if (report.Goals.Count > 0) page.Append("\n## Goals\n\n");
        foreach (var goal in report.Goals) page.Append("- ").Append(goal).Append('\n');
        if (report.Remarks.Count > 0) page.Append("\n## How to read it\n\n");
        foreach (var remark in report.Remarks) page.Append("- ").Append(remark).Append('\n');
        return page.ToString();
    }

    private static void Table(StringBuilder page, Report report)
    {
        var widths = report.Columns.Select((column, i) => report.Rows.Select(row => row[i].Length).Append(column.Length).Max()).ToArray();
        Line(page, report.Columns, widths);
        page.Append('|').AppendJoin('|', widths.Select((width, i) => i == 0 ? new string('-', width + 2) : new string('-', width + 1) + ":")).Append("|\n");
        foreach (var row in report.Rows) Line(page, row, widths);
    }

    private static void Line(StringBuilder page, IReadOnlyList<string> cells, int[] widths) =>
        page.Append("| ").AppendJoin(" | ", cells.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).Append(" |\n");
}
