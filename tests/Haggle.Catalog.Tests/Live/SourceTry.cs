using System.Globalization;
using Haggle.Catalog.Imports;
using Haggle.Catalog.Live;
using Haggle.Catalog.Live.Shelf;
using Haggle.Catalog.Live.Web;
using Haggle.Catalog.Store;

namespace Haggle.Catalog.Tests.Live;

/// <summary>Reads one source over real HTTP onto a shelf of its own, and tells what came of it.</summary>
internal sealed class SourceTry : IDisposable
{
    public static readonly WebLimits Limits = new() { Stall = TimeSpan.FromHours(1), Whole = TimeSpan.FromHours(10) };

    private readonly string _folder = Directory.CreateTempSubdirectory("haggle-source").FullName;

    public HurriedTime Time { get; } = new();

    public Dictionary<string, string> Variables { get; } = [];

    public ImportReport Report { get; private set; } = new("", "");

    public ShelfRecord Record { get; private set; } = new();

    /// <summary>Interruption bands that were read.</summary>
    public List<string> Bands { get; } = [];

    /// <summary>The prices, by key: "aws/us-east-1/p3.2xlarge/on-demand 3.06 1xV100".</summary>
    public async Task<string[]> ReadAsync(ILiveSource source, params string[] regions)
    {
        var shelf = new SourceShelf(_folder);
        using var web = new PriceWeb(PriceWeb.NewClient(Limits, !source.About.Needs.IsEmpty), Limits, Time, new SourceProgress("a source"), source.About.Gap);
        var fetch = new SourceFetch(source, shelf, web, name => Variables.GetValueOrDefault(name), new SourceProgress(source.About.Name), Time);
        Record = await fetch.RunAsync([.. regions], CancellationToken.None);
        Report = fetch.Rows;
        Bands.Clear();
        var rows = new List<string>();
        foreach (var part in Record.Parts.Keys.Order(StringComparer.Ordinal))
        {
            Bands.AddRange(shelf.Bands(part).Select(band => $"{band.Provider}/{band.Region}/{band.InstanceType} {band.Band}"));
            using var file = shelf.Prices(part);
            if (file is not null) rows.AddRange(Rows(file));
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }

    public static IEnumerable<string> Rows(MarketFile file, bool history = false)
    {
        for (var block = 0; block < file.Blocks; block++)
        {
            var rows = file.Rows(block, history);
            for (var i = 0; i < file.Count(block, history); i++)
            {
                var row = MarketFile.Row(rows, i);
                var card = row.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $" {row.Count:0.###}x{file.String(row.Accelerator)}") : "";
                yield return $"{file.Key(row)} {(row.HourlyNanoUsd / 1e9m).ToString("0.#########", CultureInfo.InvariantCulture)}{card}";
            }
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
