using System.Globalization;
using System.Text;
using Haggle.Core.Units;

namespace Haggle.Cli.Benching;

/// <summary>
/// Results as CSV: to be read by people and spreadsheets, sent to others, and put together with theirs. One line for each task, offer and instant; the same line twice
/// is one. Commas in names become semicolons, so that no cell needs quotes.
/// </summary>
internal static class ResultsFile
{
    /// <summary>The user's own results in the state folder.</summary>
    public const string OwnName = "bench-results.csv";

    private const string Header =
        "task,offer,accelerator,count,nodes,usd_per_hour,steps,measured_seconds,steps_per_second,told_rate,told_unit,placing_seconds,preparing_seconds,warmup_seconds,wall_seconds,cost_usd,rehearsed,at";

    /// <summary>Reads a file; nothing when it is not there.</summary>
    /// <exception cref="CliException">It is no results file; the message says where.</exception>
    public static IReadOnlyList<MeasuredResult> Read(string path)
    {
        if (!File.Exists(path)) return [];
        var lines = File.ReadAllLines(path);
        if (lines.Length == 0 || lines[0].Trim() != Header) throw CliException.BadInput($"{path}:1: is not a results file of haggle bench", "Its first line must be: " + Header);
        var results = new List<MeasuredResult>();
        for (var i = 1; i < lines.Length; i++)
            if (lines[i].Length > 0) results.Add(ReadLine(lines[i].Split(','), $"{path}:{(i + 1).ToString(CultureInfo.InvariantCulture)}"));
        return results;
    }

    /// <summary>Puts results into a file beside what is in it.</summary>
    /// <returns>How many are in it then.</returns>
    public static int Merge(string path, IEnumerable<MeasuredResult> more)
    {
        var all = Read(path).Concat(more).DistinctBy(each => (each.Task, each.Offer, each.Nodes, each.At)).OrderBy(each => each.At).ThenBy(each => each.Offer, StringComparer.Ordinal).ToArray();
        var text = new StringBuilder(Header).Append('\n');
        foreach (var each in all) text.Append(Line(each)).Append('\n');
        var half = path + ".new";
        File.WriteAllText(half, text.ToString());
        File.Move(half, path, overwrite: true);
        return all.Length;
    }

    private static string Line(MeasuredResult each) => string.Join(
        ',',
        Name(each.Task), Name(each.Offer), Name(each.Accelerator), Number(each.Count), each.Nodes.ToString(CultureInfo.InvariantCulture), Dollars(each.Rate.PerHour), Number(each.Steps), Number(each.MeasuredSeconds),
        Number(each.StepsPerSecond), Number(each.ToldRate), Name(each.ToldUnit), Number(each.PlacingSeconds), Number(each.PreparingSeconds), Number(each.WarmUpSeconds), Number(each.WallSeconds), Dollars(each.Cost),
        each.IsRehearsed ? "yes" : "no", each.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    private static MeasuredResult ReadLine(string[] cells, string where)
    {
        if (cells.Length != Header.Count(letter => letter == ',') + 1) throw CliException.BadInput($"{where}: has {cells.Length} cells, but a result has {Header.Count(letter => letter == ',') + 1}");
        var result = new MeasuredResult
        {
            Task = cells[0],
            Offer = cells[1],
            Accelerator = cells[2],
            Count = Number(cells[3], "count", where),
            Nodes = (int)Number(cells[4], "nodes", where),
            Rate = new HourlyRate(Dollars(cells[5], where)),
            Steps = Number(cells[6], "steps", where),
            MeasuredSeconds = Number(cells[7], "measured_seconds", where),
            ToldRate = Number(cells[9], "told_rate", where),
            ToldUnit = cells[10],
            PlacingSeconds = Number(cells[11], "placing_seconds", where),
            PreparingSeconds = Number(cells[12], "preparing_seconds", where),
            WarmUpSeconds = Number(cells[13], "warmup_seconds", where),
            WallSeconds = Number(cells[14], "wall_seconds", where),
            Cost = Dollars(cells[15], where),
            IsRehearsed = cells[16] == "yes",
            At = DateTimeOffset.TryParse(cells[17], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : throw CliException.BadInput($"{where}: at '{cells[17]}' is not an instant"),
        };
        if (result.Nodes < 1) throw CliException.BadInput($"{where}: nodes must be 1 or more");
        return result.Steps > 0 && result.MeasuredSeconds > 0 ? result : throw CliException.BadInput($"{where}: a throughput of zero tells no speed; steps and measured_seconds must be above zero", "Leave the line out, or measure again.");
    }

    private static double Number(string cell, string name, string where) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 && double.IsFinite(number) ? number : throw CliException.BadInput($"{where}: {name} '{cell}' is not a number of zero or more");

    private static Money Dollars(string cell, string where) => Money.TryParse(cell, out var money) && money >= Money.Zero ? money : throw CliException.BadInput($"{where}: '{cell}' is not an amount of US dollars");

    private static string Dollars(Money money) => money.ToUsd().ToString("0.#########", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Name(string text) => text.Replace(',', ';').ReplaceLineEndings(" ");
}
