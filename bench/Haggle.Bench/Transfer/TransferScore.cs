using Haggle.Core.Economics.Speed;
using Haggle.Core.Market;

namespace Haggle.Bench.Transfer;

/// <summary>Predicts every measured speed from every other card of its series, with laws that never saw the card that is predicted.</summary>
internal sealed class TransferScore
{
    private readonly IReadOnlyList<SpeedFact> _facts;
    private readonly Dictionary<string, CardFigures> _cards;

    public TransferScore(IReadOnlyList<SpeedFact> facts)
    {
        _facts = facts;
        _cards = AcceleratorTable.All.Select(CardFigures.Of).OfType<CardFigures>().ToDictionary(card => card.Name, StringComparer.Ordinal);
    }

    public CardFigures Card(string name) => _cards[name];

    public IReadOnlyCollection<string> Measured => [.. _facts.Select(fact => fact.Card).Distinct().Order(StringComparer.Ordinal)];

    public IReadOnlyCollection<string> Models => [.. _facts.Select(fact => fact.Model).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>A law of all cards.</summary>
    public TransferLaw Whole() => TransferFit.Fit(_facts, _cards.GetValueOrDefault);

    /// <summary>One law for each card, fitted without it.</summary>
    public Dictionary<string, TransferLaw> WithoutCard() =>
        Measured.ToDictionary(card => card, card => TransferFit.Fit([.. _facts.Where(fact => fact.Card != card)], _cards.GetValueOrDefault), StringComparer.Ordinal);

    /// <summary>One law for each card and model, fitted without either.</summary>
    public Dictionary<(string Card, string Model), TransferLaw> WithoutCardAndModel()
    {
        var laws = new Dictionary<(string, string), TransferLaw>();
        foreach (var card in Measured)
            foreach (var model in Models)
                laws.Add((card, model), TransferFit.Fit([.. _facts.Where(fact => fact.Card != card && fact.Model != model)], _cards.GetValueOrDefault));
        return laws;
    }

    /// <summary>The errors of a way to predict the ratio of two cards.</summary>
    /// <param name="ratio">The fact to predict, and the card that it is predicted from: how many times as fast.</param>
    /// <param name="onlyNearest">Whether only the nearest card is used (<see cref="CardDistance"/>), not every other one.</param>
    public Errors Of(Func<SpeedFact, CardFigures, CardFigures, double> ratio, bool onlyNearest = false)
    {
        var errors = new Errors();
        foreach (var group in _facts.GroupBy(fact => (fact.Model, fact.Format, fact.Series)))
        {
            foreach (var fact in group)
            {
                var to = _cards[fact.Card];
                var others = group.Where(other => other.Card != fact.Card);
                if (onlyNearest) others = others.OrderBy(other => CardDistance.Between(_cards[other.Card], to, fact.Format)).Take(1);
                foreach (var other in others)
                {
                    var from = _cards[other.Card];
                    errors.Add(Math.Abs((other.PerSecond * ratio(fact, to, from) / fact.PerSecond) - 1), Math.Abs(to.Generation!.Value - from.Generation!.Value));
                }
            }
        }

        return errors;
    }
}
