using System.Collections.Immutable;
using Haggle.Core.Market;

namespace Haggle.Catalog.BuiltIn;

/// <summary>
/// The offers that come with Haggle: well-known ones, for rehearsals and for a first look. Their prices are of the date that each one bears; they are
/// no market to buy from. Read when they are asked for, once; thread-safe.
/// </summary>
public static class BuiltInOffers
{
    private static readonly Lazy<ImmutableArray<Quote>> Loaded = new(Load);

    /// <summary>Every built-in offer, by key.</summary>
    public static ImmutableArray<Quote> All => Loaded.Value;

    /// <summary>
    /// Finds an offer by its key ("aws/us-east-1/g4dn.xlarge/spot") or a part of it in the same order, split by '/' or ':' ("aws:g4dn.xlarge:spot",
    /// "g4dn.xlarge"). Where several fit, a spot offer is meant rather than an on-demand one, and then the cheapest.
    /// </summary>
    /// <param name="name">The key or short form; case does not matter.</param>
    /// <returns>The offer; null when nothing fits (see <see cref="Nearest"/>).</returns>
    public static Quote? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var exact = All.FirstOrDefault(quote => string.Equals(quote.Offer.Key.Value, name, StringComparison.OrdinalIgnoreCase));
        if (exact is not null) return exact;
        var parts = Parts(name);
        return parts.Length == 0 ? null : All.Where(quote => Fits(parts, Parts(quote.Offer.Key.Value))).MinBy(Preference);
    }

    /// <summary>The keys that were most likely meant by a name that fits none, the most likely first; at most three.</summary>
    public static ImmutableArray<string> Nearest(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var parts = Parts(name);
        if (parts.Length == 0) return [];
        return [.. All.Select(quote => (Key: quote.Offer.Key.Value, Far: Distance(parts, quote)))
            .Where(each => each.Far <= parts.Sum(part => part.Length) / 3)
            .OrderBy(each => each.Far).ThenBy(each => each.Key, StringComparer.Ordinal).Take(3).Select(each => each.Key)];
    }

    private static ImmutableArray<Quote> Load()
    {
        using var json = typeof(BuiltInOffers).Assembly.GetManifestResourceStream("offers.json") ?? throw new InvalidDataException("the built-in offers are missing from this build");
        return [.. OfferRows.Read(json).OrderBy(quote => quote.Offer.Key.Value, StringComparer.Ordinal)];
    }

    private static (bool OnDemand, long Price, string Key) Preference(Quote quote) =>
        (!quote.Offer.CanBeReclaimed, quote.Rate.PerHour.NanoUsd, quote.Offer.Key.Value);

    private static string[] Parts(string name) => name.Split(['/', ':'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // In order, but with gaps: provider and type without a region.
    private static bool Fits(string[] parts, string[] key)
    {
        var next = 0;
        foreach (var part in parts)
        {
            while (next < key.Length && !string.Equals(key[next], part, StringComparison.OrdinalIgnoreCase)) next++;
            if (next++ == key.Length) return false;
        }

        return true;
    }

    // Each part is held against the part of the key that it is nearest to; a person mistypes letters, not the order.
    private static int Distance(string[] parts, Quote quote)
    {
        var key = Parts(quote.Offer.Key.Value);
        return parts.Sum(part => key.Min(other => EditDistance.Between(part, other)));
    }
}
