using Haggle.Core.Economics.Speed;

namespace Haggle.Bench.Transfer;

/// <summary>Computes speeds from data sheets, and compares them with measured ones; the two numbers of a kind of model are found without the card and, where the kind has several, without the model.</summary>
internal sealed class RooflineScore(IReadOnlyList<SpeedFact> facts, TransferScore cards)
{
    private static readonly double[] Efficiencies = [.. Enumerable.Range(1, 40).Select(i => i * 0.025)];
    private static readonly double[] Intensities = [.. Enumerable.Range(0, 49).Select(i => 4 * Math.Pow(2, i / 6.0))];

    /// <summary>Errors of every measured speed of models whose operations are counted.</summary>
    public List<double> Errors(IReadOnlyDictionary<string, double> flopsPerUnit)
    {
        var errors = new List<double>();
        foreach (var card in cards.Measured)
        {
            foreach (var model in flopsPerUnit.Keys)
            {
                var others = flopsPerUnit.Count == 1 ? flopsPerUnit : flopsPerUnit.Where(each => each.Key != model).ToDictionary();
                var law = Fit(others, card);
                foreach (var fact in facts.Where(fact => fact.Card == card && fact.Model == model)) errors.Add(Error(law, fact, flopsPerUnit[model]));
            }
        }

        return errors;
    }

    /// <summary>The two numbers that do best over all cards but one ("" for all).</summary>
    public RooflineLaw Fit(IReadOnlyDictionary<string, double> flopsPerUnit, string without)
    {
        var known = facts.Where(fact => fact.Card != without && flopsPerUnit.ContainsKey(fact.Model)).ToArray();
        var laws = Efficiencies.SelectMany(_ => Intensities, (efficiency, intensity) => new RooflineLaw(efficiency, intensity));
        return laws.MinBy(law => known.Sum(fact => Math.Abs(Math.Log(law.FlopsPerSecond(cards.Card(fact.Card), fact.Format) / flopsPerUnit[fact.Model] / fact.PerSecond))));
    }

    private double Error(RooflineLaw law, SpeedFact fact, double flops) => Math.Abs((law.FlopsPerSecond(cards.Card(fact.Card), fact.Format) / flops / fact.PerSecond) - 1);
}
