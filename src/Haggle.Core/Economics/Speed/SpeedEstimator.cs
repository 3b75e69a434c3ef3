using System.Globalization;
using Haggle.Core.Economics.Training;
using Haggle.Core.Market;

namespace Haggle.Core.Economics.Speed;

/// <summary>
/// How fast one work goes on any machine, by the best that is known: measured on that very offer, on the same card, on another card and carried over, or
/// computed from its operations. Every answer says its way and how wrong that way has been. Remembers what it worked out; used by one thread.
/// </summary>
public sealed class SpeedEstimator
{
    private const double Giga = 1e9;

    private readonly TrainingWork _work;
    private readonly SpeedKnowledge _knowledge;
    private readonly ScalingLaw _scaling;
    private readonly double _gflopsPerVcpu;
    private readonly Dictionary<string, CardFigures?> _cards = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Card, double Count, double Vcpus, int Nodes), SpeedEstimate?> _known = [];
    private readonly Dictionary<string, SpeedEstimate?> _single = new(StringComparer.Ordinal);

    /// <summary>Prepares the estimates of one work.</summary>
    /// <param name="work">The work, with what was measured of it.</param>
    /// <param name="knowledge">Published speeds and laws.</param>
    /// <param name="scaling">What several accelerators do together.</param>
    /// <param name="gflopsPerVcpu">What a virtual CPU does in FP32, GFLOPS, for machines without accelerator.</param>
    public SpeedEstimator(TrainingWork work, SpeedKnowledge knowledge, ScalingLaw scaling, double gflopsPerVcpu)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(knowledge);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gflopsPerVcpu);
        (_work, _knowledge, _scaling, _gflopsPerVcpu) = (work, knowledge, scaling, gflopsPerVcpu);
    }

    /// <summary>The speed on so many machines of an offer; null when nothing tells it (an accelerator without published figures, a work without operations).</summary>
    public SpeedEstimate? On(Offer offer, int nodes)
    {
        ArgumentNullException.ThrowIfNull(offer);
        foreach (var measured in _work.Measurements)
            if (measured.Offer.Length > 0 && measured.Nodes == nodes && measured.Offer == offer.Key.Value)
                return new SpeedEstimate(measured.UnitsPerSecond, SpeedWay.MeasuredOnOffer, _knowledge.AccuracyOf("measured-on-offer"), $"measured on this offer ({measured.Source})");
        var key = (offer.Accelerator, offer.AcceleratorCount, offer.Accelerator.Length == 0 ? offer.Vcpus : 0, nodes);
        if (_known.TryGetValue(key, out var known)) return known;
        var estimate = offer.Accelerator.Length == 0 ? OnCpus(offer.Vcpus, nodes) : OnCards(offer.Accelerator, offer.AcceleratorCount, nodes);
        _known.Add(key, estimate);
        return estimate;
    }

    private SpeedEstimate? OnCpus(double vcpus, int nodes)
    {
        if (vcpus <= 0 || _work.FlopsPerUnit is not { } flops) return null;
        var speed = _gflopsPerVcpu * Giga * vcpus * _scaling.SpeedUp(1, nodes) / flops;
        return new SpeedEstimate(speed, SpeedWay.Computed, WayAccuracy.Unknown, string.Create(CultureInfo.InvariantCulture, $"computed: {vcpus:0.#} vCPUs at {_gflopsPerVcpu:0.#} GFLOPS each"));
    }

    private SpeedEstimate? OnCards(string accelerator, double count, int nodes)
    {
        if (count <= 0 || Figures(accelerator) is not { } card) return null;
        if (!_single.TryGetValue(card.Name, out var one)) _single.Add(card.Name, one = OnOne(card));
        if (one is null) return null;
        var speedUp = _scaling.SpeedUp(count, nodes);
        if (count <= 1 && nodes == 1) return one with { UnitsPerSecond = one.UnitsPerSecond * speedUp };
        var total = count * nodes;
        var how = string.Create(CultureInfo.InvariantCulture, $"{one.How}; {total:0.##} of them do the work of {speedUp:0.##}");
        return one with { UnitsPerSecond = one.UnitsPerSecond * speedUp, Accuracy = one.Accuracy.And(_knowledge.AccuracyOf("several-cards")), How = how };
    }

    /// <summary>The speed on one accelerator.</summary>
    private SpeedEstimate? OnOne(CardFigures card)
    {
        foreach (var measured in _work.Measurements)
            if (measured.Card == card.Name) return Measured(PerCard(measured), measured.Source);

        // What the user's own program did says more than what somebody else's did on the very card: it is carried over, as published speeds of both cards differ.
        if (Own(card) is { } own) return own;
        if (Newest(card.Name) is { } fact) return Measured(fact.PerSecond, $"published, {fact.Series}");
        return Carried(card, Newest().Select(each => (Figures(each.Card), each.PerSecond, $"published, {each.Series}"))) ?? Computed(card);
    }

    private SpeedEstimate? Own(CardFigures card)
    {
        var measured = _work.Measurements.Select(each => (Figures: Figures(each.Card), PerSecond: PerCard(each), each.Source)).Where(each => each.Figures is not null).ToArray();
        if (Newest(card.Name) is { } there)
        {
            foreach (var (figures, perSecond, source) in measured)
            {
                if (_knowledge.Facts(_work.MeasuredAs, _work.Format).LastOrDefault(fact => fact.Card == figures!.Name && fact.Series == there.Series) is not { } here) continue;
                var ratio = there.PerSecond / here.PerSecond;
                var how = string.Create(CultureInfo.InvariantCulture, $"measured on {figures!.Name} ({source}), and published {ratio:0.##} times as fast on {card.Name}");
                return new SpeedEstimate(perSecond * ratio, SpeedWay.Transferred, _knowledge.AccuracyOf("measured-on-card"), how);
            }
        }

        return Carried(card, measured);
    }

    private SpeedEstimate Measured(double perSecond, string source) =>
        new(perSecond, SpeedWay.MeasuredOnCard, _knowledge.AccuracyOf("measured-on-card"), $"measured on this kind of card ({source})");

    private SpeedEstimate? Carried(CardFigures card, IEnumerable<(CardFigures? Figures, double PerSecond, string Source)> sources)
    {
        var nearest = sources.Where(each => each.Figures is not null).OrderBy(each => CardDistance.Between(each.Figures!, card, _work.Format)).FirstOrDefault();
        if (nearest.Figures is not { } from) return null;
        var apart = from.Generation is { } a && card.Generation is { } b ? Math.Min(2, Math.Abs(a - b)) : 2;
        var word = _work.MeasuredAs.Length > 0 ? "transferred" : "transferred-unknown-model";
        var ratio = _knowledge.Law.Ratio(_work.MeasuredAs, _work.Format, card, from);
        var how = string.Create(CultureInfo.InvariantCulture, $"carried over from {from.Name} ({nearest.Source}): {ratio:0.##} times as fast");
        return new SpeedEstimate(nearest.PerSecond * ratio, SpeedWay.Transferred, _knowledge.AccuracyOf(string.Create(CultureInfo.InvariantCulture, $"{word}-{apart}")), how);
    }

    private SpeedEstimate? Computed(CardFigures card)
    {
        if (_work.FlopsPerUnit is not { } flops || !_knowledge.Kinds.TryGetValue(_work.Kind, out var law)) return null;
        var rate = law.FlopsPerSecond(card, _work.Format);
        var how = string.Create(CultureInfo.InvariantCulture, $"computed from the data sheet: {rate / 1e12:0.#} TFLOPS reached of {card.Matrix(_work.Format):0.#}");
        return new SpeedEstimate(rate / flops, SpeedWay.Computed, _knowledge.AccuracyOf("computed"), how);
    }

    private double PerCard(SpeedMeasurement measured) => measured.UnitsPerSecond / _scaling.SpeedUp(measured.Count > 0 ? measured.Count : 1, measured.Nodes);

    // Series differ in software, and newer software is what people run: facts of the newest series come last.
    private SpeedFact? Newest(string card) => _work.MeasuredAs.Length == 0 ? null : _knowledge.Facts(_work.MeasuredAs, _work.Format).LastOrDefault(fact => fact.Card == card);

    private IEnumerable<SpeedFact> Newest() => _work.MeasuredAs.Length == 0 ? [] : _knowledge.Facts(_work.MeasuredAs, _work.Format).GroupBy(fact => fact.Card).Select(group => group.Last());

    private CardFigures? Figures(string name)
    {
        if (_cards.TryGetValue(name, out var known)) return known;
        var model = AcceleratorTable.Find(name) ?? AcceleratorTable.Resolve(name, 0, out _);
        var figures = model is null ? null : CardFigures.Of(model);
        _cards.Add(name, figures);
        return figures;
    }
}
