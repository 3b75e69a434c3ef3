using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Haggle.Core.Tasks;
using Haggle.TaskFiles.Report;

namespace Haggle.TaskFiles;

/// <summary>
/// What "haggle check" says: every problem of every file with its line and a caret, or what was understood of a good file and which of its
/// fields this version does nothing with. Plain text, '\n' line ends, no secret values, no control characters of the file.
/// </summary>
public static class CheckReport
{
    /// <summary>The width of a plain terminal.</summary>
    public const int DefaultWidth = 80;

    /// <summary>The report over several files.</summary>
    /// <param name="readings">The files in the order to show them.</param>
    /// <param name="width">Columns to fill, at least 40.</param>
    public static string Render(IReadOnlyCollection<TaskReading> readings, int width = DefaultWidth)
    {
        ArgumentNullException.ThrowIfNull(readings);
        width = Math.Max(width, 40);
        var report = new StringBuilder();
        foreach (var reading in readings)
        {
            Problems(report, reading, width);
            if (reading.TaskFile is { } good) Good(report, reading, good, width);
        }

        if (Total(readings) is { } total) report.Append(total).Append('\n');
        return report.ToString();
    }

    /// <summary>Only the problems of a file, for commands that read one on their way ("launch").</summary>
    public static string RenderProblems(TaskReading reading, int width = DefaultWidth)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var report = new StringBuilder();
        Problems(report, reading, Math.Max(width, 40));
        return report.ToString();
    }

    /// <summary>"ports (line 12), service (line 20)": what this version accepts and does nothing with; empty for nothing.</summary>
    public static string NotActedOn(TaskReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return string.Join(
            ", ",
            reading.NotActedOn.Select(use => string.Create(CultureInfo.InvariantCulture, $"{Layout.Printable(use.Path)} (line {use.Line})")));
    }

    private static void Problems(StringBuilder report, TaskReading reading, int width)
    {
        var lines = reading.Source is { } source ? new Redaction(source, reading.Hidden) : null;
        foreach (var problem in reading.Problems) ProblemText.Write(report, problem, lines, width);
    }

    private static void Good(StringBuilder report, TaskReading reading, TaskFile file, int width)
    {
        Layout.Wrap(report, "", "    ", Layout.Printable($"{reading.FileName}: {Kind(file)}"), width);
        var number = 0;
        foreach (var task in file.Tasks)
        {
            number++;
            if (file.Tasks.Length > 1) report.Append(CultureInfo.InvariantCulture, $"\n  task {number}\n");
            foreach (var (name, text) in TaskSummary.Rows(task)) Layout.Wrap(report, $"  {name,-13} ", "                ", Layout.Printable(text), width);
        }

        var unused = NotActedOn(reading);
        report.Append('\n');
        if (unused.Length > 0)
        {
            report.Append("Accepted and checked, but not acted on yet by this version:\n");
            Layout.Wrap(report, "  ", "  ", unused, width);
            report.Append('\n');
        }
    }

    private static string Kind(TaskFile file) => file.Kind switch
    {
        TaskFileKind.Single => "one task, nothing wrong",
        TaskFileKind.Pipeline => $"a pipeline of {file.Tasks.Length} tasks{Named(file)}, nothing wrong",
        _ => $"a group of {file.Tasks.Length} tasks at the same time{Named(file)}, nothing wrong",
    };

    private static string Named(TaskFile file) => file.Name is null ? "" : $" named '{file.Name}'";

    private static string? Total(IReadOnlyCollection<TaskReading> readings)
    {
        var problems = readings.SelectMany(reading => reading.Problems).ToImmutableArray();
        if (problems.IsEmpty) return null;
        var errors = problems.Count(problem => problem.IsError);
        var warnings = problems.Length - errors;
        var parts = new List<string>();
        if (errors > 0) parts.Add($"{errors} error{(errors == 1 ? "" : "s")}");
        if (warnings > 0) parts.Add($"{warnings} warning{(warnings == 1 ? "" : "s")}");
        return string.Join(" and ", parts) + (readings.Count > 1 ? $" in {readings.Count} files" : "");
    }
}
