using System.Collections.Immutable;
using System.Text;
using Haggle.Catalog.Imports;
using Haggle.Catalog.Live.Shelf;
using Haggle.Catalog.Live.Web;
using Haggle.Catalog.Store;

namespace Haggle.Catalog.Live;

/// <summary>
/// Brings a source's shelf up to date, part by part. A part that cannot be read keeps what it had; one that was read goes onto the shelf at once, so that an
/// update which is stopped in the middle goes on there.
/// </summary>
internal sealed class SourceFetch(ILiveSource source, SourceShelf shelf, PriceWeb web, Func<string, string?> variable, SourceProgress progress, TimeProvider time)
{
    /// <summary>An update that was interrupted longer ago than this begins anew.</summary>
    private static readonly TimeSpan GoesOnWithin = TimeSpan.FromHours(6);

    /// <summary>A part that changed or broke in the middle is read again so often.</summary>
    private const int Readings = 3;

    /// <summary>From so many prices on, what was read into has left arrays of the same size behind; they go before the part is written.</summary>
    private const int LargePart = 100_000;

    private readonly Lock _lock = new();
    private ShelfRecord _record = new();

    /// <summary>The account of all rows that were read now.</summary>
    public ImportReport Rows { get; } = new(source.About.Name, source.About.Title);

    /// <summary>Fetches. Faults of parts are in the record that it returns; a fault of the whole source is thrown.</summary>
    /// <exception cref="WebFault">Its parts cannot even be listed.</exception>
    public async Task<ShelfRecord> RunAsync(ImmutableArray<string> regions, CancellationToken cancellationToken)
    {
        _record = shelf.Load();
        var now = time.GetUtcNow();
        if (_record.Began is not { } began || now - began > GoesOnWithin || began > now) _record.Began = now;
        var all = await source.PartsAsync(Reading(new MarketBuilder(), new ImportReport("", ""), PartTag.None), cancellationToken).ConfigureAwait(false);
        var wanted = all.Where(part => !source.About.IsByRegion || regions.IsEmpty || regions.Contains(part.Name, StringComparer.OrdinalIgnoreCase)).ToArray();
        foreach (var gone in _record.Parts.Keys.Except(all.Select(part => part.Name)).ToArray()) _record.Parts.Remove(gone);
        progress.Plan(wanted.Length);
        shelf.Save(_record);
        await Parallel.ForEachAsync(wanted, new ParallelOptions { MaxDegreeOfParallelism = source.About.Parallel, CancellationToken = cancellationToken }, async (part, token) =>
        {
            await FetchAsync(part, token).ConfigureAwait(false);
            progress.PartDone();
        }).ConfigureAwait(false);
        return _record;
    }

    private async Task FetchAsync(LivePart part, CancellationToken cancellationToken)
    {
        var known = Known(part);
        if (known is not null && known.Fault.Length == 0 && known.At >= _record.Began) return;
        try
        {
            Keep(part, await ReadAsync(part, known, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception fault) when (fault is WebFault or InvalidDataException or IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            Keep(part, (known ?? new ShelfPart()) with { Fault = fault.Message });
        }
    }

    private async Task<ShelfPart> ReadAsync(LivePart part, ShelfPart? known, CancellationToken cancellationToken)
    {
        // The source itself names its versions: the same one need not be asked for.
        if (known is not null && part.Version.Length > 0 && part.Version == known.Version) return known with { At = time.GetUtcNow(), Fault = "" };
        var tag = known is null ? PartTag.None : new PartTag(known.Version, known.ETag, known.Modified);
        for (var reading = 1; ; reading++)
        {
            var market = new MarketBuilder();
            var report = new ImportReport(source.About.Name, source.About.Title);
            try
            {
                var read = await source.ReadAsync(part, Reading(market, report, tag), cancellationToken).ConfigureAwait(false);
                var now = time.GetUtcNow();
                if (read is null) return known! with { At = now, Fault = "" };
                if (market.Count > LargePart) GC.Collect();
                shelf.Put(part.Name, market, now);
                lock (_lock) Rows.Add(report);
                progress.AddRows(report.Kept);
                return new ShelfPart { Version = part.Version, ETag = read.ETag, Modified = read.Modified, At = now, Read = report.Read, Refused = report.Refused };
            }
            catch (WebFault fault) when (fault.MayReadAgain && reading < Readings)
            {
                progress.Note("read again from the start");
            }
        }
    }

    // What is remembered counts only while the prices that belong to it are still whole.
    private ShelfPart? Known(LivePart part)
    {
        lock (_lock)
        {
            if (!_record.Parts.TryGetValue(part.Name, out var known)) return null;
            using var prices = shelf.Prices(part.Name);
            return prices is null ? null : known;
        }
    }

    private void Keep(LivePart part, ShelfPart read)
    {
        lock (_lock)
        {
            _record.Parts[part.Name] = read;
            shelf.Save(_record);
        }
    }

    private LiveReading Reading(MarketBuilder market, ImportReport report, PartTag known)
    {
        var now = time.GetUtcNow();
        var file = new PriceFile(SourceAbout.WithoutSecrets(source.About.Address), source.About.Title, now, source.About.Provider);
        return new LiveReading { Web = web, Intake = new Intake(file, market, MachineTable.BuiltIn, report), Variable = variable, Now = now, Known = known };
    }
}
