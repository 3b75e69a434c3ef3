using System.Collections.Immutable;
using Haggle.Catalog.Live;
using Haggle.Catalog.Store;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Tests.Live;

/// <summary>A state folder with a catalogue that is updated, and a program folder with one offer that came with the program.</summary>
internal sealed class UpdateTry : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("haggle-update").FullName;

    public UpdateTry()
    {
        Directory.CreateDirectory(ProgramFolder);
        var market = new MarketBuilder();
        market.Add(new PricedRow { Provider = "built", InstanceType = "in", Purchase = Purchase.OnDemand, Price = Money.FromUsd(1), Vcpus = 1, Source = "came along", AsOf = DateTimeOffset.UnixEpoch });
        MarketSwap.Replace(Path.Combine(ProgramFolder, BuiltInMarket.CompiledName), market.ToBytes(DateTimeOffset.UnixEpoch));
    }

    public string Folder => _folder;

    public string State => Path.Combine(_folder, "state");

    public HurriedTime Time { get; } = new();

    private string ProgramFolder => Path.Combine(_folder, "program");

    public Task<UpdateReport> RunAsync(params ILiveSource[] sources) => RunAsync("", CancellationToken.None, sources);

    /// <summary>Updates, an hour later than the last time.</summary>
    public async Task<UpdateReport> RunAsync(string accepted, CancellationToken cancellationToken, params ILiveSource[] sources)
    {
        Time.Pass(TimeSpan.FromHours(1));
        var wish = new UpdateWish { StateFolder = State, ProgramFolder = ProgramFolder, Accepted = accepted.Length > 0 ? [accepted] : [] };
        return await new CatalogueUpdate([.. sources], _ => null, SourceTry.Limits, Time).RunAsync(wish, cancellationToken);
    }

    /// <summary>What holds today, without what came along and without estimates; "stale" behind what could not be confirmed.</summary>
    public string[] Today() => Read((file, row) => file.String(row.Provider) == "built" || row.IsEstimated ? "" : $"{file.Key(row)} {row.HourlyNanoUsd / 1e9m:0.####}{(row.IsStale ? " stale" : "")}", history: false);

    public string[] History() => Read((file, row) => $"{file.Key(row)} {row.HourlyNanoUsd / 1e9m:0.####} {row.AsOf:HH:mm}", history: true);

    /// <summary>Reads the rows of the catalogue, sorted.</summary>
    public string[] Read(Line line, bool history)
    {
        using var file = LocalMarket.Open(State, ProgramFolder);
        file.Verify();
        var lines = ImmutableArray.CreateBuilder<string>();
        for (var block = 0; block < file.Blocks; block++)
        {
            var rows = file.Rows(block, history);
            for (var i = 0; i < file.Count(block, history); i++) lines.Add(line(file, MarketFile.Row(rows, i)));
        }

        return [.. lines.Where(text => text.Length > 0).Order(StringComparer.Ordinal)];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public delegate string Line(MarketFile file, MarketRow row);
}
