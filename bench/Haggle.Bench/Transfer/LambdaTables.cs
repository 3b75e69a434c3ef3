using System.Globalization;
using System.Text.RegularExpressions;
using Haggle.Core.Economics.Speed;
using Haggle.Core.Market;

namespace Haggle.Bench.Transfer;

/// <summary>
/// Lambda's tables of training throughput (github.com/lambdal/deeplearning-benchmark) out of the reference data: two series, because the tables of 2022 were
/// measured with other software than the later ones. Where a card stands in several rows, the median is taken.
/// </summary>
internal sealed partial class LambdaTables
{
    public const string Early = "2022-07";
    public const string Late = "2023-2025";

    private readonly SortedDictionary<(string Series, NumberFormat Format, string Model, string Card, int Count), List<double>> _rates = [];

    private LambdaTables()
    {
    }

    /// <summary>Rows whose card is no card as clouds rent it (laptop chips), by their names.</summary>
    public SortedSet<string> Unknown { get; } = new(StringComparer.Ordinal);

    /// <summary>One fact for each model and format on one card.</summary>
    public IReadOnlyList<SpeedFact> Facts => [.. _rates.Where(each => each.Key.Count == 1).Select(each => new SpeedFact(each.Key.Model, each.Key.Format, each.Key.Card, Median(each.Value), each.Key.Series))];

    /// <summary>How far the rows of one card, model and format lie from their median: what two hosts with the same card differ by.</summary>
    public IEnumerable<double> Repeats => _rates.Where(each => each.Key.Count == 1 && each.Value.Count > 1).SelectMany(each => each.Value.Select(rate => Math.Abs((rate / Median(each.Value)) - 1)));

    /// <summary>How far the same card, model and format lie apart in the two series: what software, batch size and host do together.</summary>
    public IEnumerable<double> BetweenSeries => _rates.Where(each => each.Key is { Series: Early, Count: 1 } && _rates.ContainsKey(each.Key with { Series = Late }))
        .Select(each => Math.Abs((Median(each.Value) / Median(_rates[each.Key with { Series = Late }])) - 1));

    /// <summary>Several cards in one machine against one of them: model, card, count, and the share of so many times the speed that is reached.</summary>
    public IEnumerable<(string Model, string Card, int Count, double Share)> Scaling
    {
        get
        {
            foreach (var (key, rates) in _rates)
                if (key.Count > 1 && _rates.TryGetValue(key with { Count = 1 }, out var one)) yield return (key.Model, key.Card, key.Count, Median(rates) / Median(one) / key.Count);
        }
    }

    /// <summary>Reads every table of a folder; null when the folder is not there.</summary>
    public static LambdaTables? Read(string folder)
    {
        if (!Directory.Exists(folder)) return null;
        var tables = new LambdaTables();
        foreach (var (format, word) in (ReadOnlySpan<(NumberFormat, string)>)[(NumberFormat.Half, "fp16"), (NumberFormat.Single, "fp32")])
        {
            tables.ReadNamed(Path.Combine(folder, $"lambda-2022-07-06_pytorch-train-throughput-{word}.csv"), Early, format);
            tables.ReadNamed(Path.Combine(folder, $"lambda-pytorch_csv_v1_v2_pytorch-train-throughput-{word}.csv"), Late, format);
            tables.ReadNamed(Path.Combine(folder, $"lambda-pytorch_pytorch-train-throughput-{word}.csv"), Late, format);
            tables.ReadHosts(Path.Combine(folder, $"lambda-pytorch_pytorch-train-throughput-v2-{word}.csv"), Late, format);
        }

        return tables;
    }

    /// <summary>The middle one of several numbers, the mean of the middle two.</summary>
    public static double Median(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    // name_gpu, num_gpu, watt, price, then one column for each model.
    private void ReadNamed(string path, string series, NumberFormat format)
    {
        var lines = File.ReadAllLines(path);
        var models = lines[0].Split(',');
        foreach (var line in lines.Skip(1).Where(line => line.Length > 0))
        {
            var cells = line.Split(',');
            var name = Hosts().Replace(cells[0], "").Replace(" V1", "", StringComparison.Ordinal).Replace(" Gen5", "", StringComparison.Ordinal).Replace(" NVLink", "", StringComparison.Ordinal);
            Add(name.Replace("RTX Quadro", "Quadro RTX", StringComparison.Ordinal), (int)Number(cells[1]), cells[4..], models[4..], series, format);
        }
    }

    // One row for each host, whose name holds the card.
    private void ReadHosts(string path, string series, NumberFormat format)
    {
        var lines = File.ReadAllLines(path);
        var models = lines[0].Split(',');
        foreach (var line in lines.Skip(1).Where(line => line.Length > 0))
        {
            var cells = line.Split(',');
            if (Machine().Match(cells[0]) is { Success: true } match) Add($"{match.Groups[2].Value} {match.Groups[3].Value}GB {match.Groups[4].Value}", int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), cells[1..], models[1..], series, format);
        }
    }

    private void Add(string name, int count, string[] cells, string[] models, string series, NumberFormat format)
    {
        if (AcceleratorTable.Resolve(name, 0, out _) is not { } card)
        {
            if (count == 1) Unknown.Add(name.Trim());
            return;
        }

        for (var i = 0; i < models.Length; i++)
        {
            // Zero: it did not run there (too little memory).
            if (Number(cells[i]) is not (> 0 and var rate)) continue;
            var key = (series, format, models[i].Replace('_', '-'), card.Name, count);
            if (!_rates.TryGetValue(key, out var rates)) _rates.Add(key, rates = []);
            rates.Add(rate);
        }
    }

    private static double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"^(Lambda ?Cloud( —)? |Linode Cloud — |Dell(Texas)? |SMC |1CC |RAIDZ1 )*(\d+x ?)?")]
    private static partial Regex Hosts();

    [GeneratedRegex(@"_(\d+)x([GHB]+\d+)_(\d+)GB(?:_(SXM|PCIe))?")]
    private static partial Regex Machine();
}
