using System.Globalization;
using System.Text;
using Haggle.Core.Tasks;
using Haggle.Core.Units;

namespace Haggle.Cli.Comparing;

/// <summary>Reads and merges results files (docs/results-file.md): one line for each way to do a task. Columns go by their names, in any order; unknown ones are kept.</summary>
internal static class ResultsTable
{
    private const double SecondsMost = 10 * 365.25 * 86400;

    private static readonly string[] Known =
    [
        "task", "offer", "accelerator", "count", "nodes", "usd_per_hour", "steps", "measured_seconds", "steps_per_second", "told_rate", "told_unit", "placing_seconds", "preparing_seconds", "warmup_seconds", "wall_seconds",
        "cost_usd", "rehearsed", "at", "phases", "source",
    ];

    /// <exception cref="CliException">It is no results file, or a line is wrong; the message says where.</exception>
    public static List<Measured> Read(string name, string text)
    {
        var results = new List<Measured>();
        List<string>? titles = null;
        try
        {
            foreach (var (line, cells) in CsvText.Read(text))
            {
                if (titles is null) Require(titles = cells, name);
                else results.Add(ReadLine(titles, cells, $"{name}:{line.ToString(CultureInfo.InvariantCulture)}"));
            }
        }
        catch (FormatException problem)
        {
            throw CliException.BadInput($"{name}:{problem.Message}");
        }

        return titles is null ? throw CliException.BadInput($"{name}: the file is empty", "docs/results-file.md says what a results file is.") : results;
    }

    /// <summary>Lines of several files as one: the same line twice is one, and every column of every file is there.</summary>
    public static string Merge(IEnumerable<Measured> results)
    {
        var lines = results.Select(result => result.Cells).OfType<IReadOnlyDictionary<string, string>>().ToArray();
        string[] titles = [.. Known.Where(title => lines.Any(line => line.ContainsKey(title))), .. lines.SelectMany(line => line.Keys).Distinct().Except(Known)];
        var text = new StringBuilder().AppendJoin(',', titles.Select(CsvText.Cell)).Append('\n');
        foreach (var line in lines.Select(line => string.Join(',', titles.Select(title => CsvText.Cell(line.GetValueOrDefault(title, ""))))).Distinct()) text.Append(line).Append('\n');
        return text.ToString();
    }

    private static void Require(List<string> titles, string name)
    {
        if (titles.GroupBy(title => title, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice) throw CliException.BadInput($"{name}:1: the column '{twice.Key}' is there twice");
        foreach (var required in new[] { "task", "offer", "measured_seconds" })
        {
            if (titles.Contains(required)) continue;
            throw CliException.BadInput($"{name}:1: there is no column '{required}'", Spelling.Nearest(required, titles) is { } near ? $"Is it the one called '{near}'?" : "docs/results-file.md says what a results file is.");
        }

        if (!titles.Contains("usd_per_hour") && !titles.Contains("cost_usd")) throw CliException.BadInput($"{name}:1: there is neither a column 'usd_per_hour' nor 'cost_usd'", "Without a price nothing can be compared.");
    }

    private static Measured ReadLine(List<string> titles, List<string> cells, string where)
    {
        if (cells.Count != titles.Count) throw CliException.BadInput($"{where}: has {cells.Count} cells, but the first line has {titles.Count}");
        var row = titles.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        string Cell(string title) => row.GetValueOrDefault(title, "");
        var seconds = Number(Cell("measured_seconds"), "measured_seconds", where);
        if (seconds > SecondsMost) throw CliException.BadInput($"{where}: measured_seconds is more than ten years");
        if (!(seconds > 0)) throw CliException.BadInput($"{where}: measured_seconds must be above zero", "Leave the line out, or measure again.");
        var nodes = Cell("nodes").Length == 0 ? 1 : Number(Cell("nodes"), "nodes", where);
        if (nodes is < 1 or > 100_000 || nodes != Math.Floor(nodes)) throw CliException.BadInput($"{where}: nodes must be a whole number, 1 or more");
        var rate = Dollars(Cell("usd_per_hour"), "usd_per_hour", where);
        var cost = Dollars(Cell("cost_usd"), "cost_usd", where);
        if (rate is null && cost is null) throw CliException.BadInput($"{where}: says neither usd_per_hour nor cost_usd");
        var task = Cell("task");
        if (task.Length == 0 || Cell("offer").Length == 0) throw CliException.BadInput($"{where}: task and offer must be named");
        return new Measured
        {
            Task = task,
            Offer = Cell("offer"),
            Nodes = (int)nodes,
            Seconds = seconds,
            Steps = Optional(Cell("steps"), "steps", where),
            Rate = rate is { } price ? new HourlyRate(price) : null,
            StatedCost = cost,
            Phases = Phases(Cell("phases"), where),
            ExcludedSeconds = Optional(Cell("placing_seconds"), "placing_seconds", where) + Optional(Cell("preparing_seconds"), "preparing_seconds", where) + Optional(Cell("warmup_seconds"), "warmup_seconds", where),
            IsRehearsed = Cell("rehearsed") is "yes" or "true",
            At = Instant(Cell("at"), where),
            Source = Cell("source"),
            Cells = row,
        };
    }

    /// <summary>"fit=301.5;unfreeze=420;predict=33".</summary>
    private static List<(string, double)> Phases(string cell, string where)
    {
        var phases = new List<(string, double)>();
        foreach (var phase in cell.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = phase.LastIndexOf('=');
            if (equals < 1) throw CliException.BadInput($"{where}: phases: '{phase}' is not NAME=SECONDS", "For example fit=301.5;predict=33");
            phases.Add((phase[..equals].Trim(), Number(phase[(equals + 1)..], "phases", where)));
        }

        return phases;
    }

    private static double Optional(string cell, string name, string where) => cell.Length == 0 ? 0 : Number(cell, name, where);

    private static double Number(string cell, string name, string where) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1e15 ? number : throw CliException.BadInput($"{where}: {name} '{cell}' is not a number of zero or more");

    private static Money? Dollars(string cell, string name, string where) =>
        cell.Length == 0 ? null : Money.TryParse(cell, out var money) && money >= Money.Zero ? money : throw CliException.BadInput($"{where}: {name} '{cell}' is not an amount of US dollars, zero or more");

    private static DateTimeOffset? Instant(string cell, string where) =>
        cell.Length == 0 ? null : DateTimeOffset.TryParse(cell, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : throw CliException.BadInput($"{where}: at '{cell}' is not an instant");
}
