using Haggle.Catalog.Imports;
using Haggle.Catalog.Questions;
using Haggle.Catalog.Store;

[assembly: AssemblyFixture(typeof(Haggle.Catalog.Tests.EveryPriceFile))]

namespace Haggle.Catalog.Tests;

/// <summary>All reference price files, imported once for all tests that ask them.</summary>
public sealed class EveryPriceFile
{
    private readonly Lock _lock = new();
    private MarketFile? _market;

    internal Dictionary<string, ImportReport> Reports { get; } = new(StringComparer.Ordinal);

    internal MarketFile Market()
    {
        lock (_lock) return _market ??= Import();
    }

    private MarketFile Import()
    {
        var builder = new MarketBuilder();
        var import = new PriceImport(builder);
        foreach (var path in KnownFiles.Expand([SharedPrices.Folder("prices")])) Reports[Path.GetFileName(path)] = import.Import(KnownFiles.Describe(path, "", null, ""));
        return MarketFile.Open("of all price files", builder.ToBytes(DateTimeOffset.UnixEpoch));
    }

    /// <summary>The prices of an offer, today's first.</summary>
    internal IReadOnlyList<FoundOffer> Prices(string key) => OfferSearch.Show(Market(), key);

    internal decimal Usd(string key, int year, int month) =>
        Prices(key).First(price => price.AsOf.Year == year && price.AsOf.Month == month).PriceNanoUsd / 1e9m;
}
