using System.Collections.Immutable;

namespace Haggle.Core.Economics.Speed;

/// <summary>What is known of models, data sets and speeds before anybody measures: the built-in facts, read once. Immutable and shared.</summary>
public sealed class SpeedKnowledge
{
    private readonly Dictionary<string, ModelProfile> _models;
    private readonly Dictionary<string, DatasetProfile> _datasets;
    private readonly ILookup<(string, NumberFormat), SpeedFact> _facts;

    /// <summary>Puts the facts together.</summary>
    /// <param name="models">Models by name.</param>
    /// <param name="datasets">Data sets by name.</param>
    /// <param name="facts">Published speeds, those of the newest series last.</param>
    /// <param name="law">How a speed carries over.</param>
    /// <param name="kinds">The arithmetic of each kind of model.</param>
    /// <param name="accuracy">How wrong each way has been, by its name in data/speeds.json.</param>
    public SpeedKnowledge(
        ImmutableArray<ModelProfile> models, ImmutableArray<DatasetProfile> datasets, ImmutableArray<SpeedFact> facts, TransferLaw law,
        ImmutableDictionary<string, RooflineLaw> kinds, ImmutableDictionary<string, WayAccuracy> accuracy)
    {
        Models = models;
        Datasets = datasets;
        Law = law;
        Kinds = kinds;
        Accuracy = accuracy;
        _models = Index(models, model => model.Name, model => model.Aliases);
        _datasets = Index(datasets, dataset => dataset.Name, dataset => dataset.Aliases);
        _facts = facts.ToLookup(fact => (fact.Model, fact.Format));
    }

    /// <summary>Every known model.</summary>
    public ImmutableArray<ModelProfile> Models { get; }

    /// <summary>Every known data set.</summary>
    public ImmutableArray<DatasetProfile> Datasets { get; }

    /// <summary>How a speed carries over from card to card.</summary>
    public TransferLaw Law { get; }

    /// <summary>The arithmetic of each kind of model, by the kind's name.</summary>
    public ImmutableDictionary<string, RooflineLaw> Kinds { get; }

    /// <summary>How wrong each way has been, by name.</summary>
    public ImmutableDictionary<string, WayAccuracy> Accuracy { get; }

    /// <summary>The model of a name in any spelling (case, dashes, underscores and blanks do not count); null when it is not known.</summary>
    public ModelProfile? Model(string name) => _models.GetValueOrDefault(Key(name));

    /// <summary>The data set of a name in any spelling; null when it is not known.</summary>
    public DatasetProfile? Dataset(string name) => _datasets.GetValueOrDefault(Key(name));

    /// <summary>Published speeds of a model in a format.</summary>
    public IEnumerable<SpeedFact> Facts(string measuredAs, NumberFormat format) => _facts[(measuredAs, format)];

    /// <summary>How wrong a way has been; <see cref="WayAccuracy.Unknown"/> when nobody measured it.</summary>
    public WayAccuracy AccuracyOf(string way) => Accuracy.GetValueOrDefault(way) ?? WayAccuracy.Unknown;

    /// <summary>A name without case, dashes, underscores, dots and blanks.</summary>
    public static string Key(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
    }

    private static Dictionary<string, T> Index<T>(ImmutableArray<T> items, Func<T, string> name, Func<T, ImmutableArray<string>> aliases)
    {
        var index = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in items)
            foreach (var spelling in aliases(item).Add(name(item))) index[Key(spelling)] = item;
        return index;
    }
}
