using System.Globalization;
using Haggle.Core.Market;

namespace Haggle.Catalog.Tests.Specs;

public sealed class Figures_of_accelerators
{
    /// <summary>Sources round: 1,555 GB/s are 1,560 in most of them.</summary>
    private const double OwnSource = 0.005;

    private const double OtherSource = 0.02;
    private static readonly Lazy<SpecSources> Sources = new(static () => new SpecSources());

    [Fact]
    public void Every_figure_is_what_its_source_says()
    {
        var wrong = new List<string>();
        foreach (var (card, figure, kept, said) in Compared())
        {
            if (kept is not { Source: FigureSource.Epoch or FigureSource.RightNow or FigureSource.Aws } own) continue;
            var source = own.Source == FigureSource.Aws ? "EC2" : own.Source.ToString();
            if (said.TryGetValue(source, out var value)) { if (!Near(own.Value, value, OwnSource)) wrong.Add($"{card} {figure}: {Text(own.Value)}, {source} says {Text(value)}"); }
            else if (own.Source != FigureSource.Aws || card is not ("Trainium" or "Trainium2" or "Trainium3" or "Inferentia")) wrong.Add($"{card} {figure}: {source} does not say");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Where_sources_differ_the_reason_is_written_down()
    {
        var differences = new List<string>();
        foreach (var (card, figure, kept, said) in Compared())
            foreach (var (source, value) in said)
                if (kept is not { } own || !Near(own.Value, value, OtherSource)) differences.Add($"{card} | {figure} | {source}");
        var explained = Lines("explained.txt").Select(line => line[..line.LastIndexOf(" | ", StringComparison.Ordinal)]).ToArray();
        Assert.Equal(explained.Order(StringComparer.Ordinal), differences.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_vendors_figure_stands_only_where_no_source_has_one_that_agrees()
    {
        foreach (var (card, figure, kept, said) in Compared())
            if (kept is { Source: FigureSource.Vendor } own) Assert.DoesNotContain(said.Values, value => Near(own.Value, value, OwnSource));
    }

    [Fact]
    public void What_no_source_confirms_is_on_this_list()
    {
        var unconfirmed = Compared().Where(each => each.Kept is { Source: FigureSource.Vendor }).Select(each => $"{each.Card} {each.Figure} {Text(each.Kept!.Value.Value)}");
        Assert.Equal(
            [
                "A10G tensor16 70", "A10G tf32 35", "H200-NVL tensor16 835.5", "GH200 memory 96", "GH200 bandwidth 4000", "GB200 fp32 80", "TitanV tensor16 110", "MI308X bandwidth 5300", "Gaudi memory 32",
                "Gaudi bandwidth 1000",
            ],
            unconfirmed);
    }

    [Fact]
    public void What_is_computed_is_a_whole_ratio_of_another_figure()
    {
        foreach (var model in AcceleratorTable.All)
        {
            if (model.Tensor16 is { Source: FigureSource.Derived } tensor) IsRatio(model, tensor, model.Fp32, 4, 8, 16);
            if (model.Tf32 is { Source: FigureSource.Derived } tf32) IsRatio(model, tf32, model.Tensor16, 0.5);
            if (model.Fp8 is { Source: FigureSource.Derived } fp8) IsRatio(model, fp8, model.Tensor16, 2);
        }
    }

    private static void IsRatio(AcceleratorModel model, Figure computed, Figure? from, params double[] ratios)
    {
        Assert.True(from is { } known && ratios.Any(ratio => Near(known.Value * ratio, computed.Value, OwnSource)), $"{model.Name}: {computed.Value} of {from?.Value}");
    }

    // Every figure of every card, with what each source says about it.
    private static IEnumerable<(string Card, string Figure, Figure? Kept, Dictionary<string, double> Said)> Compared()
    {
        var sources = Sources.Value;
        var names = Lines("cards.txt").Select(line => line.Split('|')).ToDictionary(cells => cells[0]);
        foreach (var model in AcceleratorTable.All)
        {
            var cells = names[model.Name];
            foreach (var (figure, kept) in new[] { ("memory", model.MemoryGb), ("fp32", model.Fp32), ("tensor16", model.Tensor16), ("tf32", model.Tf32), ("fp8", model.Fp8), ("bandwidth", model.Bandwidth), ("tdp", model.Tdp) })
            {
                var said = new Dictionary<string, double>();
                if (sources.Epoch(cells[1]).TryGetValue(figure, out var epoch)) said["Epoch"] = epoch;
                if (sources.RightNow(cells[2]).TryGetValue(figure, out var rightNow)) said["RightNow"] = rightNow;
                if (figure == "memory" && sources.Ec2Memory(cells[3], kept?.Value ?? 0) is { } ec2) said["EC2"] = ec2;
                yield return (model.Name, figure, kept, said);
            }
        }
    }

    private static string[] Lines(string file) => [.. File.ReadAllLines(Path.Combine(SharedPrices.Root(), "tests", "Haggle.Catalog.Tests", "Specs", file)).Where(line => line.Length > 0 && line[0] != '#')];

    private static bool Near(double left, double right, double tolerance) => Math.Abs(left - right) <= tolerance * Math.Abs(right);

    private static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
