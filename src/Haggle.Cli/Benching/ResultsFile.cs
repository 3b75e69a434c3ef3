using System.Globalization;
using System.Text;
using Haggle.Cli.Comparing;
using Haggle.Core.Units;

namespace Haggle.Cli.Benching;

/// <summary>
/// Speeds as results files (docs/results-file.md): to be read by people and spreadsheets, sent to others, and put together with theirs.
/// </summary>
internal static class ResultsFile
{
    /// <summary>The user's own results in the state folder.</summary>
    public const string OwnName = "bench-results.csv";

    private const string Header =
        "task,offer,accelerator,count,nodes,usd_per_hour,steps,measured_seconds,steps_per_second,told_rate,told_unit,phases,placing_seconds,preparing_seconds,warmup_seconds,wall_seconds,cost_usd,rehearsed,at";

    /// <summary>Reads the speeds of a results file (docs/results-file.md): lines that tell no steps tell no speed and are left out. Nothing when the file is not there.</summary>
    /// <exception cref="CliException">It is no results file; the message says where.</exception>
    public static IReadOnlyList<MeasuredResult> Read(string path)
    {
        if (!File.Exists(path)) return [];
        var text = File.ReadAllText(path);
        var lines = ResultsTable.Read(path, text);
        var places = CsvText.Read(text).Skip(1).Select(record => record.Line);
        return [.. lines.Zip(places, (line, place) => ReadLine(line.Cells!, $"{path}:{place.ToString(CultureInfo.InvariantCulture)}")).OfType<MeasuredResult>()];
    }

    /// <summary>Puts results into a file beside what is in it, every column of it kept.</summary>
    /// <exception cref="CliException">What is there is no results file.</exception>
    public static void Merge(string path, IEnumerable<MeasuredResult> more)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (var each in more) text.Append(Line(each)).Append('\n');
        var before = File.Exists(path) ? ResultsTable.Read(path, File.ReadAllText(path)) : [];
        var half = path + ".new";
        File.WriteAllText(half, ResultsTable.Merge([.. before, .. ResultsTable.Read("the results", text.ToString())]));
        File.Move(half, path, overwrite: true);
    }

    private static string Line(MeasuredResult each) => string.Join(
        ',',
        Name(each.Task), Name(each.Offer), Name(each.Accelerator), Number(each.Count), each.Nodes.ToString(CultureInfo.InvariantCulture), Dollars(each.Rate.PerHour), Number(each.Steps), Number(each.MeasuredSeconds),
        Number(each.StepsPerSecond), Number(each.ToldRate), Name(each.ToldUnit), Name(each.Phases), Number(each.PlacingSeconds), Number(each.PreparingSeconds), Number(each.WarmUpSeconds), Number(each.WallSeconds), Dollars(each.Cost),
        each.IsRehearsed ? "yes" : "no", each.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    private static MeasuredResult? ReadLine(IReadOnlyDictionary<string, string> cells, string where)
    {
        string Cell(string title) => cells.GetValueOrDefault(title, "");
        if (Cell("steps").Length == 0) return null;
        var result = new MeasuredResult
        {
            Task = Cell("task"),
            Offer = Cell("offer"),
            Accelerator = Cell("accelerator"),
            Count = Number(Cell("count"), "count", where),
            Nodes = Math.Max(1, (int)Number(Cell("nodes"), "nodes", where)),
            Rate = new HourlyRate(Dollars(Cell("usd_per_hour"), where)),
            Steps = Number(Cell("steps"), "steps", where),
            MeasuredSeconds = Number(Cell("measured_seconds"), "measured_seconds", where),
            ToldRate = Number(Cell("told_rate"), "told_rate", where),
            ToldUnit = Cell("told_unit"),
            Phases = Cell("phases"),
            PlacingSeconds = Number(Cell("placing_seconds"), "placing_seconds", where),
            PreparingSeconds = Number(Cell("preparing_seconds"), "preparing_seconds", where),
            WarmUpSeconds = Number(Cell("warmup_seconds"), "warmup_seconds", where),
            WallSeconds = Number(Cell("wall_seconds"), "wall_seconds", where),
            Cost = Dollars(Cell("cost_usd"), where),
            IsRehearsed = Cell("rehearsed") == "yes",
            At = Cell("at").Length == 0 ? default : DateTimeOffset.TryParse(Cell("at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : throw CliException.BadInput($"{where}: at '{Cell("at")}' is not an instant"),
        };
        return result.Steps > 0 ? result : throw CliException.BadInput($"{where}: a throughput of zero tells no speed; steps must be above zero", "Leave the line out, or measure again.");
    }

    // What is not said is zero.
    private static double Number(string cell, string name, string where) =>
        cell.Length == 0 ? 0 : double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 && double.IsFinite(number) ? number : throw CliException.BadInput($"{where}: {name} '{cell}' is not a number of zero or more");

    private static Money Dollars(string cell, string where) => cell.Length == 0 ? Money.Zero : Money.TryParse(cell, out var money) && money >= Money.Zero ? money : throw CliException.BadInput($"{where}: '{cell}' is not an amount of US dollars");

    private static string Dollars(Money money) => money.ToUsd().ToString("0.#########", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Name(string text) => CsvText.Cell(text);
}
