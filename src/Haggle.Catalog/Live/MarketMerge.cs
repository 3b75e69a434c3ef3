using System.Buffers.Binary;
using Haggle.Catalog.Store;

namespace Haggle.Catalog.Live;

/// <summary>
/// Puts what live sources say now into the catalogue. An offer that a source no longer tells of becomes history; prices of a source that could not be asked stay and are marked stale.
/// </summary>
internal sealed class MarketMerge(MarketBuilder market, IReadOnlyDictionary<string, SourcePrices> sources)
{
    /// <summary>Takes over the catalogue as it was, then adds what is new.</summary>
    public void Run(MarketFile before)
    {
        market.Add(before, TreatOld);
        foreach (var source in sources.Values.Where(source => !source.IsUntouched))
            foreach (var part in source.Parts)
            {
                market.Add(part.File, (_, row) => TreatNew(source, part, row));
                foreach (var (provider, region, type, band) in part.Bands) market.SetInterruption(provider, region, type, band);
            }
    }

    private bool TreatOld(MarketFile file, Span<byte> bytes)
    {
        var row = new MarketRow(bytes);
        if (!sources.TryGetValue(file.String(row.Source), out var source)) return true;
        if (source.IsUntouched)
        {
            bytes[RowLayout.Flags] |= RowLayout.StaleFlag;
            return true;
        }

        bytes[RowLayout.Flags] &= unchecked((byte)~RowLayout.StaleFlag);
        if (!source.Now.ContainsKey(row.Key) && !source.Held.Contains(row.Key))
        {
            bytes[RowLayout.Flags] |= RowLayout.PastFlag;
            return true;
        }

        // Equal to the row of the part in every bit, so that the two become one.
        if (source.Stale.Contains(row.Key) || source.Held.Contains(row.Key)) bytes[RowLayout.Flags] |= RowLayout.StaleFlag;

        // What was read within this same minute is read anew.
        return row.AsOf.ToUnixTimeSeconds() / 60 < source.At.ToUnixTimeSeconds() / 60 || source.Held.Contains(row.Key);
    }

    private static bool TreatNew(SourcePrices source, PartPrices part, Span<byte> bytes)
    {
        var row = new MarketRow(bytes);
        if (source.Held.Contains(row.Key)) return false;
        if (part.IsStale) bytes[RowLayout.Flags] |= RowLayout.StaleFlag;
        else if (!row.IsHistory)
        {
            // What has not changed was confirmed when it was asked for.
            var at = (int)(part.At.ToUnixTimeSeconds() / 60);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[RowLayout.AsOf..], at);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[RowLayout.LastSeen..], at);
        }

        return true;
    }
}
