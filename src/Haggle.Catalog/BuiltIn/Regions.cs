using System.Text.Json;
using Haggle.Core.Market;

namespace Haggle.Catalog.BuiltIn;

/// <summary>
/// Which country a provider's region is in (data/regions.json; marketplaces write it into the region's name). What nobody says is unknown, never guessed.
/// Read when asked for, once; thread-safe.
/// </summary>
public static class Regions
{
    private static readonly Lazy<Table> Loaded = new(Load);

    private static readonly (string Word, string Continent)[] Continents =
    [
        ("europe", "EU"), ("asia", "AS"), ("africa", "AF"), ("oceania", "OC"), ("north america", "NA"), ("north-america", "NA"), ("south america", "SA"), ("south-america", "SA"),
    ];

    /// <summary>Every country that is known.</summary>
    public static IReadOnlyCollection<Country> Countries => Loaded.Value.Countries.Values;

    /// <summary>The country of a region; null when nobody says.</summary>
    public static Country? CountryOf(string provider, string region)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(region);
        if (region.Length == 0) return null;
        var table = Loaded.Value;
        var code = provider switch
        {
            // "Quebec, CA, NA": place, country, continent.
            "vast" => region.Split(',') is [.., var country, _] ? country.Trim() : "",
            "shadeform" when OfWords(table, region) is { } named => named,
            "sagemaker" => OfName(table, "aws", region),
            _ => OfName(table, provider, region),
        };
        return table.Countries.GetValueOrDefault(code);
    }

    /// <summary>The continent that a word names ("europe"); "" when it names none.</summary>
    public static string Continent(string word)
    {
        foreach (var (name, continent) in Continents)
            if (string.Equals(name, word, StringComparison.OrdinalIgnoreCase)) return continent;
        return "";
    }

    /// <summary>The countries that a word means: a code ("DE"), a name ("germany"), or "EU" for the members of the European Union; none when it means none.</summary>
    public static IReadOnlyList<Country> Meant(string word)
    {
        if (string.Equals(word, "EU", StringComparison.OrdinalIgnoreCase)) return [.. Countries.Where(country => country.IsInEuropeanUnion)];
        if (string.Equals(word, "UK", StringComparison.OrdinalIgnoreCase)) word = "GB";
        if (string.Equals(word, "USA", StringComparison.OrdinalIgnoreCase)) word = "US";
        return [.. Countries.Where(country => string.Equals(country.Code, word, StringComparison.OrdinalIgnoreCase) || string.Equals(country.Name, word, StringComparison.OrdinalIgnoreCase))];
    }

    // A zone of a city or a carrier is in its own country where the table has it, otherwise in that of the region it belongs to.
    private static string OfName(Table table, string provider, string region)
    {
        for (var name = region; name.Length > 0; name = name[..Math.Max(0, name.LastIndexOf('-'))])
            if (table.Regions.TryGetValue(provider + "/" + name, out var code)) return code;
        return "";
    }

    // "frankfurt-germany-5".
    private static string? OfWords(Table table, string region)
    {
        if (region.Split('-') is not [.., var word, _]) return null;
        if (word is "usa") return "US";
        if (word is "uk") return "GB";
        foreach (var country in table.Countries.Values)
            if (string.Equals(country.Name, word, StringComparison.OrdinalIgnoreCase)) return country.Code;
        return null;
    }

    private static Table Load()
    {
        using var stream = typeof(Regions).Assembly.GetManifestResourceStream("regions.json") ?? throw new InvalidDataException("the table of regions is missing from this build");
        using var json = JsonDocument.Parse(stream);
        var table = new Table([], []);
        foreach (var row in json.RootElement.GetProperty("countries").EnumerateArray())
        {
            var code = row.GetProperty("code").GetString() ?? "";
            table.Countries.Add(code, new Country(code, row.GetProperty("name").GetString() ?? "", row.GetProperty("continent").GetString() ?? "", row.TryGetProperty("eu", out var eu) && eu.GetBoolean()));
        }

        foreach (var row in json.RootElement.GetProperty("regions").EnumerateArray())
            foreach (var name in row.GetProperty("names").EnumerateArray())
                table.Regions.Add(row.GetProperty("provider").GetString() + "/" + name.GetString(), row.GetProperty("country").GetString() ?? "");
        return table;
    }

    private sealed record Table(Dictionary<string, Country> Countries, Dictionary<string, string> Regions);
}
