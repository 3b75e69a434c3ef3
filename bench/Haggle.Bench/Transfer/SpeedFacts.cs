using System.Globalization;
using System.Text;
using Haggle.Core.Economics.Speed;

namespace Haggle.Bench.Transfer;

/// <summary>
/// Writes data/speeds.json: the published speeds, the law of all of them, and how wrong each way to estimate has been. `haggle-bench facts` runs it whenever the
/// tables or the law change; the product reads the file.
/// </summary>
internal static class SpeedFacts
{
    public const string Verb = "facts";

    /// <summary>When the newest of the later tables were measured.</summary>
    private const string LateAsOf = "2025-04";

    /// <summary>Operations of one unit, of the models whose operations are counted and whose speed is published (data/models.json).</summary>
    private static readonly (string Kind, Dictionary<string, double> Flops)[] Counted =
    [
        ("convolution", new() { ["resnet50"] = 24.5e9 }),
        ("transformer", new() { ["bert-base-squad"] = 212e9, ["bert-large-squad"] = 739e9 }),
    ];

    /// <summary>Writes the file; the same for the same tables.</summary>
    public static int Write(string root)
    {
        var tables = LambdaTables.Read(Path.Combine(root, "..", "shared", "data", "benchmarks")) ?? throw new InvalidOperationException("the tables are not there: ../shared/data/benchmarks");
        var score = new TransferScore(tables.Facts);
        var json = new StringBuilder("{\n  \"schema\": 1,\n");
        json.Append("  \"source\": \"Lambda deeplearning-benchmark (github.com/lambdal/deeplearning-benchmark): one card, PyTorch, training throughput; medians of the hosts measured\",\n");
        json.Append("  \"note\": \"Written by haggle-bench facts out of the published tables; docs/economics.md says how.\",\n");
        Kinds(json, tables, score);
        Accuracy(json, tables, score);
        List(json, "weights", score.Whole().Weights.OrderBy(each => each.Key, StringComparer.Ordinal), static each => $"\"{each.Key}\": {Number(each.Value, 4)}", '{', '}');
        json.Append(",\n");
        List(json, "speeds", tables.Facts, static fact => $"{{\"model\": \"{fact.Model}\", \"format\": \"{TransferLaw.Word(fact.Format)}\", \"card\": \"{fact.Card}\", \"per_second\": {Number(fact.PerSecond, 1)}, \"series\": \"{fact.Series}\", \"source\": \"Lambda deeplearning-benchmark\", \"as_of\": \"{(fact.Series == LambdaTables.Early ? "2022-07" : LateAsOf)}\"}}", '[', ']');
        json.Append("\n}\n");
        File.WriteAllText(Path.Combine(root, "data", "speeds.json"), json.ToString());
        return 0;
    }

    private static void Kinds(StringBuilder json, LambdaTables tables, TransferScore score)
    {
        var roofline = new RooflineScore(tables.Facts, score);
        List(json, "kinds", Counted, each =>
        {
            var law = roofline.Fit(each.Flops, "");
            return $"{{\"kind\": \"{each.Kind}\", \"efficiency\": {Number(law.Efficiency, 3)}, \"flops_per_byte\": {Number(law.FlopsPerByte, 1)}, \"source\": \"fitted to the published speeds below\", \"as_of\": \"{LateAsOf}\"}}";
        }, '[', ']');
        json.Append(",\n");
    }

    private static void Accuracy(StringBuilder json, LambdaTables tables, TransferScore score)
    {
        var laws = score.WithoutCard();
        var strangers = score.WithoutCardAndModel();
        var known = score.Of((fact, to, from) => laws[fact.Card].Ratio(fact.Model, fact.Format, to, from));
        var unseen = score.Of((fact, to, from) => strangers[(fact.Card, fact.Model)].Ratio(fact.Model, fact.Format, to, from));
        var ways = OtherWays(tables, score).ToList();
        for (var apart = 0; apart < 3; apart++)
        {
            ways.Add(($"transferred-{apart}", known.Apart(apart), $"from a card {Apart(apart)}, the card left out"));
            ways.Add(($"transferred-unknown-model-{apart}", unseen.Apart(apart), $"from a card {Apart(apart)}, card and model left out"));
        }

        List(json, "accuracy", ways, static each => $"{{\"way\": \"{each.Way}\", \"median\": {Number(Errors.Quantile(each.Errors, 0.5), 3)}, \"p90\": {Number(Errors.Quantile(each.Errors, 0.9), 3)}, \"cases\": {each.Errors.Count}, \"how\": \"{each.How}\", \"source\": \"bench/results/transfer.md\", \"as_of\": \"{LateAsOf}\"}}", '[', ']');
        json.Append(",\n");
    }

    /// <summary>The errors of the ways that carry nothing over from card to card.</summary>
    public static IEnumerable<(string Way, IReadOnlyList<double> Errors, string How)> OtherWays(LambdaTables tables, TransferScore score)
    {
        var roofline = new RooflineScore(tables.Facts, score);
        return
        [
            ("measured-on-offer", [.. tables.Repeats], "the same card, model and software in two hosts"),
            ("measured-on-card", [.. tables.BetweenSeries], "the same card and model years apart: other software, batch and host"),
            ("several-cards", [.. tables.Scaling.Select(each => Math.Abs((Math.Pow(ScalingLaw.Published.KeptPerDoubling, Math.Log2(each.Count)) / each.Share) - 1))], "the stated law against machines with several cards"),
            ("computed", [.. Counted.SelectMany(each => roofline.Errors(each.Flops))], "operations and data sheet against measured speeds, the card left out"),
        ];
    }

    private static string Apart(int generations) => generations switch { 0 => "of the same generation", 1 => "one generation apart", _ => "two and more generations apart" };

    private static void List<T>(StringBuilder json, string name, IEnumerable<T> items, Func<T, string> text, char open, char close) =>
        json.Append("  \"").Append(name).Append("\": ").Append(open).Append("\n    ").AppendJoin(",\n    ", items.Select(text)).Append("\n  ").Append(close);

    private static string Number(double value, int decimals) => Math.Round(value, decimals).ToString(CultureInfo.InvariantCulture);
}
