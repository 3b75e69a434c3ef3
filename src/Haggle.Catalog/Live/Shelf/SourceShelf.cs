using System.Text;
using System.Text.Json;
using Haggle.Catalog.Store;
using Haggle.Core.Market;

namespace Haggle.Catalog.Live.Shelf;

/// <summary>
/// What is kept of live sources beside the catalogue: of each part its prices as a small catalogue of its own, and by what its version is known again. So an
/// update that was interrupted goes on where it was, and what has not changed is not fetched again. Every file is replaced whole.
/// </summary>
internal sealed class SourceShelf(string folder)
{
    private readonly Lock _lock = new();

    /// <summary>Where the shelves of all sources are, in a state folder.</summary>
    public static string FolderIn(string stateFolder, string source) => Path.Combine(Path.GetDirectoryName(LocalMarket.PathIn(stateFolder)) ?? stateFolder, "live", source);

    /// <summary>What is remembered; nothing when it was never read, or what is there is not readable (then everything is fetched again).</summary>
    public ShelfRecord Load()
    {
        try
        {
            using var stream = File.OpenRead(RecordPath);
            return JsonSerializer.Deserialize(stream, ShelfJson.Default.ShelfRecord) ?? new ShelfRecord();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return new ShelfRecord();
        }
    }

    public void Save(ShelfRecord record)
    {
        lock (_lock)
        {
            Directory.CreateDirectory(folder);
            Replace(RecordPath, JsonSerializer.SerializeToUtf8Bytes(record, ShelfJson.Default.ShelfRecord));
        }
    }

    /// <summary>Keeps the prices and the interruption bands of a part.</summary>
    public void Put(string part, MarketBuilder prices, DateTimeOffset now)
    {
        MarketSwap.Replace(PricesPath(part), prices.ToBytes(now, withEstimates: false));
        var bands = new StringBuilder();
        foreach (var (provider, region, type, band) in prices.Bands.OrderBy(each => each.Region, StringComparer.Ordinal).ThenBy(each => each.InstanceType, StringComparer.Ordinal))
            bands.Append(provider).Append('\t').Append(region).Append('\t').Append(type).Append('\t').Append((int)band).Append('\n');
        if (bands.Length > 0) Replace(BandsPath(part), Encoding.UTF8.GetBytes(bands.ToString()));
        else File.Delete(BandsPath(part));
    }

    /// <summary>The prices of a part; null when there are none or they are not whole, so that the part must be fetched again.</summary>
    public MarketFile? Prices(string part)
    {
        try
        {
            var file = MarketFile.Open(PricesPath(part));
            file.Verify();
            return file;
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            return null;
        }
    }

    public IEnumerable<(string Provider, string Region, string InstanceType, InterruptionBand Band)> Bands(string part)
    {
        if (!File.Exists(BandsPath(part))) yield break;
        foreach (var line in File.ReadLines(BandsPath(part)))
            if (line.Split('\t') is [var provider, var region, var type, var band] && int.TryParse(band, out var number)) yield return (provider, region, type, (InterruptionBand)number);
    }

    private string RecordPath => Path.Combine(folder, "state.json");

    private string PricesPath(string part) => Path.Combine(folder, FileName(part) + ".catalogue");

    private string BandsPath(string part) => Path.Combine(folder, FileName(part) + ".bands");

    private static string FileName(string part) => string.Create(part.Length, part, static (to, from) =>
    {
        for (var i = 0; i < to.Length; i++) to[i] = char.IsAsciiLetterOrDigit(from[i]) || from[i] is '-' or '.' ? from[i] : '_';
    });

    private static void Replace(string path, byte[] bytes)
    {
        var beside = $"{path}.new-{Environment.ProcessId}";
        try
        {
            using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
