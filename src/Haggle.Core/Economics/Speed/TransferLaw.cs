using System.Collections.Immutable;

namespace Haggle.Core.Economics.Speed;

/// <summary>
/// How a speed that was measured on one card carries over to another. The logarithm of a speed is a sum of the logarithms of what a card can do (matrix
/// products in the format, plain FP32, bandwidth, memory), weighted; the weights are shared by all models, bent for each model and each format of it,
/// and each architecture adds what its figures do not say. The ratio of two cards is all that is ever used. <see cref="TransferFit"/> finds the weights.
/// </summary>
public sealed class TransferLaw
{
    private readonly ImmutableDictionary<string, double> _weights;

    /// <summary>Makes a law out of weights by the names that <see cref="Terms"/> gives; one that is missing counts as zero.</summary>
    public TransferLaw(IEnumerable<KeyValuePair<string, double>> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _weights = weights.ToImmutableDictionary(StringComparer.Ordinal);
    }

    /// <summary>The weights, by name.</summary>
    public ImmutableDictionary<string, double> Weights => _weights;

    /// <summary>How many times as fast a model trains on one card as on another.</summary>
    /// <param name="model">The model; one that the law does not know gets the shared weights.</param>
    /// <param name="format">The format of its numbers.</param>
    /// <param name="to">The card asked about.</param>
    /// <param name="from">The card that was measured.</param>
    public double Ratio(string model, NumberFormat format, CardFigures to, CardFigures from) => Math.Exp(Level(model, format, to) - Level(model, format, from));

    /// <summary>The logarithm of a card's speed, up to a constant of model and format.</summary>
    public double Level(string model, NumberFormat format, CardFigures card)
    {
        var sum = 0.0;
        foreach (var (name, value) in Terms(model, format, card))
            if (_weights.TryGetValue(name, out var weight)) sum += weight * value;
        return sum;
    }

    /// <summary>The terms of the sum: the name of each weight, and what it multiplies.</summary>
    public static IEnumerable<(string Name, double Value)> Terms(string model, NumberFormat format, CardFigures card)
    {
        ArgumentNullException.ThrowIfNull(card);
        var precision = Word(format);
        foreach (var (figure, value) in Figures(card, format))
        {
            yield return ($"all:{figure}", value);
            yield return ($"model:{model}:{figure}", value);
            yield return ($"format:{model}:{precision}:{figure}", value);
        }

        yield return ($"chip:{card.Architecture}", 1);
        yield return ($"chip-format:{card.Architecture}:{precision}", 1);
        yield return ($"chip-model:{card.Architecture}:{model}", 1);
    }

    /// <summary>How a format is written in names.</summary>
    public static string Word(NumberFormat format) => format == NumberFormat.Half ? "fp16" : "fp32";

    private static IEnumerable<(string Figure, double Value)> Figures(CardFigures card, NumberFormat format) =>
    [
        ("matrix", Math.Log(card.Matrix(format))),
        ("bandwidth", Math.Log(card.Bandwidth)),
        ("memory", Math.Log(card.MemoryGb)),
        ("fp32", Math.Log(card.Fp32)),
    ];
}
