using System.Globalization;
using System.Text.Json;

namespace Haggle.Catalog.Imports;

/// <summary>What is known about published price files beyond what they say themselves: whose prices, from where, of when (data/sources.json).</summary>
public static class KnownFiles
{
    // Where a source names the month only, its first day stands for it: a price is rather shown as too old.
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM"];

    /// <summary>A file with what is known about it by its name, completed by what the caller says.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="source">Overrides the source; "" does not.</param>
    /// <param name="asOf">Overrides the date.</param>
    /// <param name="provider">Overrides the provider; "" does not.</param>
    public static PriceFile Describe(string path, string source, DateTimeOffset? asOf, string provider)
    {
        var name = Path.GetFileName(path);
        using var stream = typeof(KnownFiles).Assembly.GetManifestResourceStream("sources.json") ?? throw new InvalidDataException("the list of sources is missing from this build");
        using var json = JsonDocument.Parse(stream);
        foreach (var row in json.RootElement.GetProperty("files").EnumerateArray())
        {
            if (JsonRecords.Text(row, "file") != name) continue;
            if (!DateTimeOffset.TryParseExact(JsonRecords.Text(row, "as_of"), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var known)) throw new InvalidDataException($"data/sources.json: {name} has no date");
            return new PriceFile(path, source.Length > 0 ? source : JsonRecords.Text(row, "source"), asOf ?? known, provider.Length > 0 ? provider : JsonRecords.Text(row, "provider"))
            {
                IsShipped = !row.TryGetProperty("shipped", out var shipped) || shipped.GetBoolean(),
            };
        }

        // A file of the comparison's earlier versions has its date in its name; anything else must be said.
        return new PriceFile(path, source.Length > 0 ? source : name, asOf ?? Dates.InName(path), provider);
    }

    /// <summary>The files that are meant by paths: files as they are, folders with everything below them, by name.</summary>
    public static IEnumerable<string> Expand(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (var path in paths)
        {
            if (!Directory.Exists(path)) yield return path;
            else foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)) yield return file;
        }
    }
}
