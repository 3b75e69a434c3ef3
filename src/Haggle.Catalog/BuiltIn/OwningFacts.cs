using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Haggle.Core.Economics.Advising;
using Haggle.Core.Economics.Building;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.BuiltIn;

/// <summary>What is known about machines of one's own (data/owning.json): prices of parts, assumptions, rules. Read when asked for, once; thread-safe.</summary>
public sealed class OwningFacts
{
    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyy-MM"];
    private static readonly Lazy<OwningFacts> Loaded = new(Load);

    private OwningFacts(JsonElement root)
    {
        Parts = [.. Rows(root, "parts").Select(ReadPart)];
        Terms = [.. Rows(root, "terms").Select(row => new OwningTerm(Text(row, "term"), decimal.Parse(Text(row, "value"), CultureInfo.InvariantCulture), Text(row, "what"), From(row)))];
        Checks = [.. Rows(root, "checks").Select(ReadCheck)];
        Advice = [.. Rows(root, "advice").Select(ReadAdvice)];
    }

    /// <summary>The facts of this build.</summary>
    public static OwningFacts BuiltIn => Loaded.Value;

    /// <summary>Prices of parts.</summary>
    public ImmutableArray<PartPrice> Parts { get; }

    /// <summary>Assumptions.</summary>
    public ImmutableArray<OwningTerm> Terms { get; }

    /// <summary>What parts must be like.</summary>
    public ImmutableArray<PartsRule> Checks { get; }

    /// <summary>Whether to rent or to own.</summary>
    public ImmutableArray<AdviceRule> Advice { get; }

    /// <summary>The price of a card; null when none is known.</summary>
    public PartPrice? Card(string accelerator) => Parts.FirstOrDefault(part => part.Accelerator == accelerator);

    /// <summary>The price of everything but the cards, for a machine with room for so many; the smallest that has it, otherwise the largest there is.</summary>
    public PartPrice Machine(int cards)
    {
        var machines = Parts.Where(part => part.Cards > 0).OrderBy(part => part.Cards).ToArray();
        return machines.FirstOrDefault(part => part.Cards >= cards) ?? machines[^1];
    }

    /// <summary>An assumption.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public OwningTerm Term(string name) => Terms.FirstOrDefault(term => term.Name == name) ?? throw new ArgumentException($"no assumption is called {name}", nameof(name));

    private static OwningFacts Load()
    {
        using var stream = typeof(OwningFacts).Assembly.GetManifestResourceStream("owning.json") ?? throw new InvalidDataException("the facts about owning are missing from this build");
        using var json = JsonDocument.Parse(stream);
        return new OwningFacts(json.RootElement);
    }

    private static PartPrice ReadPart(JsonElement row)
    {
        var accelerator = Text(row, "accelerator");
        if (!Money.TryParse(Text(row, "usd"), out var price)) throw Bad(row, "usd");
        return new PartPrice(accelerator, accelerator.Length > 0 ? accelerator : Text(row, "what"), (int)Number(row, "cards", 0), price, From(row));
    }

    private static PartsRule ReadCheck(JsonElement row) => new()
    {
        Part = Text(row, "part"),
        Fact = Text(row, "fact"),
        Base = Number(row, "base", 0),
        PerCard = Number(row, "per_card", 0),
        PerCardWatt = Number(row, "per_card_watt", 0),
        PerCardGb = Number(row, "per_card_gb", 0),
        Unit = Text(row, "unit"),
        Words = [.. Rows(row, "words").Select(word => word.GetString() ?? "")],
        FromCards = (int)Number(row, "from_cards", 1),
        IsMust = row.GetProperty("must").GetBoolean(),
        Why = Text(row, "why"),
        Provenance = From(row),
    };

    private static AdviceRule ReadAdvice(JsonElement row) => new(
        Text(row, "id"),
        Text(row, "leans") switch { "own" => Leaning.Own, "rent" => Leaning.Rent, _ => throw Bad(row, "leans") },
        Number(row, "weight", 1),
        [.. Rows(row, "when").Select(when => new AdviceCondition(Text(when, "fact"), Number(when, "at_least", double.NegativeInfinity), Number(when, "below", double.PositiveInfinity)))],
        Text(row, "says"), From(row));

    private static Provenance From(JsonElement row) => new(Text(row, "source"), DateTimeOffset.ParseExact(Text(row, "as_of"), Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    private static IEnumerable<JsonElement> Rows(JsonElement row, string name) => row.TryGetProperty(name, out var list) ? list.EnumerateArray() : [];

    private static string Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static double Number(JsonElement row, string name, double otherwise) => row.TryGetProperty(name, out var value) ? value.GetDouble() : otherwise;

    private static InvalidDataException Bad(JsonElement row, string name) => new($"data/owning.json: '{name}' of {row.GetRawText()} means nothing");
}
