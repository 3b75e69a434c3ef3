using System.Globalization;
using System.Text;
using Haggle.Catalog.Questions;

namespace Haggle.Cli.Render;

/// <summary>What changed in a list of offers since it was seen first.</summary>
internal sealed class OfferChanges(IReadOnlyList<FoundOffer> first, DateTimeOffset since)
{
    private readonly Dictionary<string, FoundOffer> _first = first.ToDictionary(offer => offer.Key, StringComparer.Ordinal);

    public DateTimeOffset Since { get; } = since;

    /// <summary>"-12%", "new"; nothing for a price that is what it was.</summary>
    public Inked Of(FoundOffer offer)
    {
        if (!_first.TryGetValue(offer.Key, out var before)) return new Inked("new", Ink.Accent);
        if (before.HourlyNanoUsd == offer.HourlyNanoUsd) return "";
        return new Inked(MoneyText.Difference(offer.HourlyNanoUsd, before.HourlyNanoUsd), offer.HourlyNanoUsd < before.HourlyNanoUsd ? Ink.Good : Ink.Bad);
    }

    /// <summary>The offers that are not there any more.</summary>
    public IEnumerable<FoundOffer> Gone(IReadOnlyList<FoundOffer> now)
    {
        var left = now.Select(offer => offer.Key).ToHashSet(StringComparer.Ordinal);
        return _first.Values.Where(offer => !left.Contains(offer.Key)).OrderBy(offer => offer.Key, StringComparer.Ordinal);
    }

    /// <summary>The same for lists in which nothing changed that people watch for.</summary>
    public static string Fingerprint(IReadOnlyList<FoundOffer> offers)
    {
        var text = new StringBuilder("of ");
        foreach (var offer in offers) text.Append(CultureInfo.InvariantCulture, $"{offer.Key}={offer.HourlyNanoUsd};");
        return text.ToString();
    }
}
