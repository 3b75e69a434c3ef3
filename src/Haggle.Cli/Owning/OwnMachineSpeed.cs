using Haggle.Catalog.BuiltIn;
using Haggle.Core.Economics.Speed;
using Haggle.Core.Market;

namespace Haggle.Cli.Owning;

/// <summary>
/// How fast rented machines are against the own one. Cards by what the user measured, otherwise by the transfer law of published training speeds; several cards by
/// the published scaling law.
/// </summary>
internal sealed class OwnMachineSpeed
{
    private readonly IReadOnlyDictionary<string, double> _measured;

    private readonly Dictionary<string, double?> _known = new(StringComparer.Ordinal);

    /// <exception cref="CliException">Too little is published of the card to say how fast it is.</exception>
    public OwnMachineSpeed(AcceleratorModel accelerator, int cards, IReadOnlyDictionary<string, double> measured)
    {
        Own = CardFigures.Of(accelerator) ?? throw CliException.BadInput($"too little is published of {accelerator.Name} to say how fast it is", "Say in the machine file what you measured: speed: {V100: 0.9}");
        Cards = cards;
        Maker = accelerator.Maker;
        _measured = measured;
    }

    public CardFigures Own { get; }

    public int Cards { get; }

    public string Maker { get; }

    public string How => _measured.Count > 0
        ? $"measured: one card does {string.Join(", ", _measured.Select(each => FormattableString.Invariant($"{each.Value:0.##} of a {each.Key}")))}; others from there by the transfer law of published training speeds"
        : "the transfer law of published training speeds (docs/economics.md): the mean over models, 16-bit; what you train may differ by a fifth";

    /// <summary>How many times as fast a machine with so many such cards is; null when too little is published of the card.</summary>
    public double? Of(AcceleratorModel model, double count)
    {
        if (!(count > 0)) return null;
        if (!_known.TryGetValue(model.Name, out var card)) _known[model.Name] = card = Card(model);
        var scaling = ScalingLaw.Published;
        return card * scaling.SpeedUp(count, 1) / scaling.SpeedUp(Cards, 1);
    }

    private double? Card(AcceleratorModel model)
    {
        if (model.Name == Own.Name) return 1;
        if (_measured.TryGetValue(model.Name, out var share)) return 1 / share;
        if (CardFigures.Of(model) is not { } figures) return null;
        if (_measured.Count == 0) return Ratio(figures, Own);
        // Through the card that was measured and is most like the one asked about.
        CardFigures? nearest = null;
        foreach (var name in _measured.Keys)
            if (AcceleratorTable.Find(name) is { } known && CardFigures.Of(known) is { } candidate && (nearest is null || Distance(candidate, figures) < Distance(nearest, figures))) nearest = candidate;
        return nearest is null ? Ratio(figures, Own) : Ratio(figures, nearest) / _measured[nearest.Name];
    }

    private static double Ratio(CardFigures to, CardFigures from) => BuiltInSpeeds.Knowledge.Law.Ratio("", NumberFormat.Half, to, from);

    private static double Distance(CardFigures left, CardFigures right) => CardDistance.Between(left, right, NumberFormat.Half);
}
