using System.Collections.Immutable;
using Haggle.Catalog.Live.Gate;
using Haggle.Catalog.Live.Shelf;
using Haggle.Catalog.Live.Web;
using Haggle.Catalog.Store;
using Haggle.Core.Units;

namespace Haggle.Catalog.Live;

/// <summary>
/// One update of the catalogue from live sources: all are asked at once, each on its own; what came is judged; then the catalogue is replaced in one step. A
/// source that fails keeps its last prices, marked stale. Stopped at any moment, the catalogue is the one before or the one after.
/// </summary>
public sealed class CatalogueUpdate
{
    private readonly ImmutableArray<ILiveSource> _sources;
    private readonly Func<string, string?> _variable;
    private readonly WebLimits _limits;
    private readonly TimeProvider _time;

    internal CatalogueUpdate(ImmutableArray<ILiveSource> sources, Func<string, string?> variable, WebLimits limits, TimeProvider time)
    {
        (_sources, _variable, _limits, _time) = (sources, variable, limits, time);
        Progress = [.. sources.Select(source => new SourceProgress(source.About.Name))];
    }

    /// <summary>How far each source is.</summary>
    public ImmutableArray<SourceProgress> Progress { get; }

    /// <summary>An update of the sources that a wish names.</summary>
    /// <param name="wish">Which.</param>
    /// <param name="variable">Environment variables: credentials, and HAGGLE_SOURCE_NAME_URL for a mirror.</param>
    /// <param name="time">The clock.</param>
    public static CatalogueUpdate Of(UpdateWish wish, Func<string, string?> variable, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(wish);
        var all = LiveSources.All(variable);
        return new CatalogueUpdate([.. all.Where(source => wish.Sources.IsEmpty || wish.Sources.Contains(source.About.Name))], variable, WebLimits.Default, time);
    }

    /// <summary>Updates.</summary>
    /// <exception cref="IOException">The catalogue cannot be written, or another update is running; it is as it was.</exception>
    /// <exception cref="InvalidDataException">The catalogue is damaged.</exception>
    public async Task<UpdateReport> RunAsync(UpdateWish wish, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wish);
        using var own = UpdateLock.Take(wish.StateFolder);
        var fetched = await Task.WhenAll(_sources.Select((source, i) => FetchAsync(source, Progress[i], wish, cancellationToken))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return Merge(fetched, wish);
    }

    private async Task<Fetched> FetchAsync(ILiveSource source, SourceProgress progress, UpdateWish wish, CancellationToken cancellationToken)
    {
        var shelf = new SourceShelf(SourceShelf.FolderIn(wish.StateFolder, source.About.Name));
        if (!source.CanBeAsked(_variable))
        {
            progress.Enter(SourceState.NoCredential);
            return new Fetched(source, progress, shelf, shelf.Load(), null, "") { IsWithoutCredential = true };
        }

        using var web = new PriceWeb(PriceWeb.NewClient(_limits, !source.About.Needs.IsEmpty), _limits, _time, progress, source.About.Gap);
        using var late = new CancellationTokenSource(_limits.Whole, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var fetch = new SourceFetch(source, shelf, web, _variable, progress, _time);
        progress.Enter(SourceState.Reading);
        try
        {
            var record = await fetch.RunAsync(wish.Regions, both.Token).ConfigureAwait(false);
            var failed = record.Parts.Values.Count(part => part.Fault.Length > 0);
            progress.Enter(failed == 0 ? SourceState.Fresh : failed < record.Parts.Count ? SourceState.Partly : SourceState.Failed);
            return new Fetched(source, progress, shelf, record, fetch.Rows, "");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            progress.Enter(SourceState.Failed);
            return new Fetched(source, progress, shelf, shelf.Load(), fetch.Rows, $"it took longer than {_limits.Whole.TotalHours:0.#} hours");
        }
        catch (Exception fault) when (fault is WebFault or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            progress.Enter(SourceState.Failed);
            return new Fetched(source, progress, shelf, shelf.Load(), fetch.Rows, fault.Message);
        }
    }

    private UpdateReport Merge(IReadOnlyList<Fetched> fetched, UpdateWish wish)
    {
        var path = LocalMarket.PathIn(wish.StateFolder);
        var judged = new List<Judged>();

        // What the lists were read into is as large as what the merge needs now, and dead; left to itself it would stay until the next large need.
        GC.Collect();
        byte[] bytes;
        try
        {
            using (var before = LocalMarket.Open(wish.StateFolder, wish.ProgramFolder))
            {
                before.Verify();
                var known = CurrentPrices.Of(before, fetched.Select(each => each.Source.About.Title));
                judged.AddRange(fetched.Select(each => Judge(each, known[each.Source.About.Title], wish)));

                // Room for all of it, and for the estimates that are added at the end: growing would take twice as much again.
                var rows = before.RowCount + judged.SelectMany(each => each.Prices.Parts).Sum(part => part.File.RowCount);
                var market = new MarketBuilder(rows + (rows / 8) + 4096);
                new MarketMerge(market, judged.Where(each => !each.Fetched.IsWithoutCredential).ToDictionary(each => each.Fetched.Source.About.Title, each => each.Prices, StringComparer.Ordinal)).Run(before);
                bytes = market.ToBytes(_time.GetUtcNow());
            }

            MarketSwap.Replace(path, bytes);
        }
        finally
        {
            foreach (var part in judged.SelectMany(each => each.Prices.Parts)) part.File.Dispose();
        }

        foreach (var each in judged) Remember(each);
        using var after = MarketFile.Open(path);
        return new UpdateReport([.. judged.Select(each => each.Report)], after.RowCount);
    }

    private static Judged Judge(Fetched fetched, IReadOnlyDictionary<ulong, (Money Price, string Offer)> before, UpdateWish wish)
    {
        var about = fetched.Source.About;
        if (fetched.IsWithoutCredential) return Judged.Of(fetched, SourceState.NoCredential, $"needs {string.Join(" or ", about.Needs)}", before.Count);
        if (fetched.Fault.Length > 0) return Judged.Of(fetched, SourceState.Failed, fetched.Fault, before.Count);
        var parts = ShelfParts.Open(fetched.Shelf, fetched.Record);
        var now = ShelfParts.Prices(parts);
        var broken = fetched.Record.Parts.Where(part => part.Value.Fault.Length > 0).Select(part => fetched.Record.Parts.Count == 1 && !about.IsByRegion ? part.Value.Fault : $"{part.Key}: {part.Value.Fault}").Order(StringComparer.Ordinal).ToImmutableArray();
        var prices = new SourcePrices { Parts = parts, Now = now, Stale = ShelfParts.Stale(parts), At = parts.Length == 0 ? default : parts.Max(part => part.At) };
        if (parts.Length == 0 || parts.All(part => part.IsStale)) return Judged.Of(fetched, SourceState.Failed, broken.FirstOrDefault() ?? "it has no parts", before.Count) with { Opened = parts };
        var verdict = QualityGate.Judge(new GateCase
        {
            Before = before.ToDictionary(each => each.Key, each => each.Value.Price),
            Now = now,
            RowsRead = fetched.Record.Parts.Values.Sum(part => part.Read),
            RowsRefused = fetched.Record.Parts.Values.Sum(part => part.Refused),
            IsAccepted = wish.Accepted.Contains(about.Name, StringComparer.Ordinal),
        }, GatePolicy.Default);
        if (verdict.IsHeld) return Judged.Of(fetched, SourceState.Held, verdict.HeldBecause, before.Count) with { Opened = parts };
        var believed = now.Where(each => !verdict.HeldPrices.Contains(each.Key)).ToArray();
        var report = new SourceReport
        {
            About = about,
            State = broken.IsEmpty ? SourceState.Fresh : SourceState.Partly,
            Stale = broken,
            Prices = now.Count,
            Appeared = believed.Count(each => !before.ContainsKey(each.Key)),
            Changed = believed.Count(each => before.TryGetValue(each.Key, out var old) && old.Price != each.Value),
            Gone = before.Keys.Count(key => !now.ContainsKey(key)),
            Held = [.. verdict.HeldPrices.Where(before.ContainsKey).Select(key => new HeldPrice(before[key].Offer, before[key].Price, now[key])).OrderBy(held => held.Offer, StringComparer.Ordinal)],
            Rows = fetched.Rows,
        };
        return new Judged(fetched, prices with { Held = verdict.HeldPrices }, report);
    }

    private void Remember(Judged judged)
    {
        var (fetched, report) = (judged.Fetched, judged.Report);
        if (fetched.IsWithoutCredential) return;
        fetched.Progress.Enter(report.State);
        var record = fetched.Record;
        record.TriedAt = _time.GetUtcNow();
        record.Fault = report.Why;
        record.Prices = report.Prices;

        // Only what was stopped in the middle is gone on with; after an update that ended, with whatever faults, the next one asks for everything anew.
        if (fetched.Fault.Length == 0) record.Began = null;
        if (report.State is SourceState.Fresh or SourceState.Partly) record.FreshAt = record.TriedAt;
        try
        {
            fetched.Shelf.Save(record);
        }
        catch (IOException)
        {
            // The catalogue is written; what is not remembered is only fetched again.
        }
    }

    private sealed record Fetched(ILiveSource Source, SourceProgress Progress, SourceShelf Shelf, ShelfRecord Record, Imports.ImportReport? Rows, string Fault)
    {
        public bool IsWithoutCredential { get; init; }
    }

    private sealed record Judged(Fetched Fetched, SourcePrices Prices, SourceReport Report)
    {
        public ImmutableArray<PartPrices> Opened
        {
            init => Prices = Prices with { Parts = value };
        }

        public static Judged Of(Fetched fetched, SourceState state, string why, int prices) => new(
            fetched,
            new SourcePrices { Parts = [], Now = ImmutableDictionary<ulong, Money>.Empty, At = default, IsUntouched = true },
            new SourceReport { About = fetched.Source.About, State = state, Why = why, Prices = prices, Rows = fetched.Rows });
    }
}
