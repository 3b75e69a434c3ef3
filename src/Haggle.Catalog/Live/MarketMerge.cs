using System.Buffers.Binary;
using Haggle.Catalog.Store;

namespace Haggle.Catalog.Live;

/// <summary>
/// Puts what live sources say now into the catalogue. Of a price that stays the same the first and the last instant are kept, not each one between; an
/// offer that a source no longer tells of becomes history; prices of a source that could not be asked stay and are marked stale.
/// </summary>
internal sealed class MarketMerge(MarketBuilder market, IReadOnlyDictionary<string, SourcePrices> sources)
{
    // Of each offer of a live source the prices that the catalogue has already, as far as they are the same as today's.
    private readonly Dictionary<ulong, (int First, int Last)> _runs = [];

    /// <summary>Takes over the catalogue as it was, then adds what is new.</summary>
    public void Run(MarketFile before)
    {
        Walk(before);
        market.Add(before, TreatOld);
        foreach (var source in sources.Values.Where(source => !source.IsUntouched))
            foreach (var part in source.Parts)
            {
                market.Add(part.File, (_, row) => TreatNew(source, part, row));
                foreach (var (provider, region, type, band) in part.Bands) market.SetInterruption(provider, region, type, band);
            }
    }

    // For each offer: the first and the last instant of the row of unchanged price that today's would prolong.
    private void Walk(MarketFile before)
    {
        var broken = new Dictionary<ulong, int>();
        Each(before, (source, row) =>
        {
            if (!source.Now.TryGetValue(row.Key, out var now) || row.HourlyNanoUsd == now.NanoUsd) return;
            var at = Minutes(row);
            if (!broken.TryGetValue(row.Key, out var known) || at > known) broken[row.Key] = at;
        });
        Each(before, (source, row) =>
        {
            if (!source.Now.TryGetValue(row.Key, out var now) || row.HourlyNanoUsd != now.NanoUsd) return;
            var at = Minutes(row);
            if (broken.TryGetValue(row.Key, out var change) && at <= change) return;
            _runs[row.Key] = _runs.TryGetValue(row.Key, out var run) ? (Math.Min(run.First, at), Math.Max(run.Last, at)) : (at, at);
        });
    }

    private void Each(MarketFile file, RowLook look) => file.EachRow(withHistory: true, bytes =>
    {
        var row = new MarketRow(bytes);
        if (sources.TryGetValue(file.String(row.Source), out var source)) look(source, row);
    });

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
            bytes[RowLayout.Flags] |= RowLayout.GoneFlag;
            return true;
        }

        // Equal to the row of the part in every bit, so that the two become one.
        if (source.Stale.Contains(row.Key)) bytes[RowLayout.Flags] |= RowLayout.StaleFlag;

        // Between the first and the new last instant of one price nothing is told; and what was read within this same minute is read anew.
        var at = Minutes(row);
        if (at >= source.At.ToUnixTimeSeconds() / 60 && !source.Held.Contains(row.Key)) return false;
        return !_runs.TryGetValue(row.Key, out var run) || at <= run.First || at > run.Last;
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

    private static int Minutes(MarketRow row) => (int)(row.AsOf.ToUnixTimeSeconds() / 60);

    private delegate void RowLook(SourcePrices source, MarketRow row);
}
