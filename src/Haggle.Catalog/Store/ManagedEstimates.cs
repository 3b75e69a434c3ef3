using System.Buffers.Binary;
using System.Globalization;
using Haggle.Core.Market;

namespace Haggle.Catalog.Store;

/// <summary>
/// What managed products would let machines for: the newest on-demand price of the same machine and the surcharge that a source gives. Each is marked as an
/// estimate, and there is none where a price of the product itself is known.
/// </summary>
internal sealed class ManagedEstimates(ReadOnlyMemory<byte> rows, List<string> strings)
{
    /// <summary>An estimate: the row that it is made from, and what differs.</summary>
    public readonly record struct Estimate(int From, ulong Key, long NanoUsd, string Provider, string InstanceType, string Source);

    public IReadOnlyList<Estimate> Rows()
    {
        var estimates = new List<Estimate>();
        foreach (var product in ManagedProduct.All) Add(product, estimates);
        return estimates;
    }

    private void Add(ManagedProduct product, List<Estimate> estimates)
    {
        var bytes = rows.Span;
        var (of, own) = (strings.IndexOf(product.Of), strings.IndexOf(product.Provider));
        var lets = new Dictionary<int, bool>();
        var newest = new Dictionary<(int Region, int Zone, int Type), int>();
        var known = new HashSet<ulong>();
        for (var at = 0; at < bytes.Length; at += RowLayout.Size)
        {
            var row = new MarketRow(bytes.Slice(at, RowLayout.Size));
            if (row.Provider == own && !row.IsPast) known.Add(row.Key);
            if (row.Provider != of || row.Purchase != Purchase.OnDemand || row.CountMilli == 0 || row.IsClosed || row.IsPast || !ManagedProduct.IsIn(strings[row.Region])) continue;
            if (!lets.TryGetValue(row.InstanceType, out var isLet)) lets[row.InstanceType] = isLet = product.Lets(strings[row.InstanceType]);
            if (!isLet) continue;
            var key = (row.Region, row.Zone, row.InstanceType);
            if (!newest.TryGetValue(key, out var before) || IsNewer(bytes, at, before)) newest[key] = at;
        }

        foreach (var from in newest.Values.Order())
        {
            var row = new MarketRow(bytes.Slice(from, RowLayout.Size));
            var type = product.Prefix + strings[row.InstanceType];
            var hash = OfferKeys.Hash(product.Provider, strings[row.Region], strings[row.Zone], type, Purchase.Managed, ReservedPayment.None);
            if (known.Contains(hash)) continue;
            var nano = (long)(((Int128)row.HourlyNanoUsd * (100 + product.SurchargePercent)) / 100);
            var source = string.Create(CultureInfo.InvariantCulture, $"estimated: the price of {product.Of} plus {product.SurchargePercent} % ({product.Source}, {product.AsOf}); that price: {strings[row.Source]}");
            estimates.Add(new Estimate(from, hash, nano, product.Provider, type, source));
        }
    }

    // Of one instant the cheaper, as it holds for the price itself.
    private static bool IsNewer(ReadOnlySpan<byte> bytes, int at, int before)
    {
        var (instant, earlier) = (Int(bytes, at + RowLayout.AsOf), Int(bytes, before + RowLayout.AsOf));
        return instant != earlier ? instant > earlier
            : BinaryPrimitives.ReadInt64LittleEndian(bytes[(at + RowLayout.Hourly)..]) < BinaryPrimitives.ReadInt64LittleEndian(bytes[(before + RowLayout.Hourly)..]);
    }

    private static int Int(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
}
