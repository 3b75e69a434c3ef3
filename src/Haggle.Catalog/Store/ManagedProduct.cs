using System.Text.Json;

namespace Haggle.Catalog.Store;

/// <summary>A product that lets another provider's machines at a surcharge (data/managed.json). Read when asked for, once; thread-safe.</summary>
public sealed record ManagedProduct
{
    private static readonly Lazy<IReadOnlyList<ManagedProduct>> Loaded = new(Load);

    /// <summary>Every product that is known.</summary>
    public static IReadOnlyList<ManagedProduct> All => Loaded.Value;

    /// <summary>Who lets the managed machines ("sagemaker").</summary>
    public required string Provider { get; init; }

    /// <summary>Whose machines they are ("aws").</summary>
    public required string Of { get; init; }

    /// <summary>What stands before the name of a type ("ml.").</summary>
    public required string Prefix { get; init; }

    /// <summary>How much more they cost, percent.</summary>
    public required int SurchargePercent { get; init; }

    /// <summary>The families that are let: the part of a type's name before the dot.</summary>
    public required IReadOnlyList<string> Families { get; init; }

    /// <summary>Who says so.</summary>
    public required string Source { get; init; }

    /// <summary>When that held, as the source says it.</summary>
    public required string AsOf { get; init; }

    /// <summary>Whether a type is let as a managed one.</summary>
    public bool Lets(string instanceType)
    {
        ArgumentNullException.ThrowIfNull(instanceType);
        var dot = instanceType.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && Families.Contains(instanceType[..dot]) && !instanceType.EndsWith(".metal", StringComparison.Ordinal);
    }

    /// <summary>Whether a place is a region: managed products are not let in the zones that carriers and cities have ("us-west-2-lax-1").</summary>
    public static bool IsIn(string region)
    {
        ArgumentNullException.ThrowIfNull(region);
        return region.AsSpan().Count('-') == (region.Contains("-gov-", StringComparison.Ordinal) ? 3 : 2);
    }

    private static List<ManagedProduct> Load()
    {
        using var stream = typeof(ManagedProduct).Assembly.GetManifestResourceStream("managed.json") ?? throw new InvalidDataException("the managed products are missing from this build");
        using var json = JsonDocument.Parse(stream);
        var products = new List<ManagedProduct>();
        foreach (var row in json.RootElement.GetProperty("managed").EnumerateArray())
        {
            products.Add(new ManagedProduct
            {
                Provider = row.GetProperty("provider").GetString() ?? "",
                Of = row.GetProperty("of").GetString() ?? "",
                Prefix = row.GetProperty("prefix").GetString() ?? "",
                SurchargePercent = row.GetProperty("surcharge_percent").GetInt32(),
                Families = [.. row.GetProperty("families").EnumerateArray().Select(family => family.GetString() ?? "")],
                Source = row.GetProperty("source").GetString() ?? "",
                AsOf = row.GetProperty("as_of").GetString() ?? "",
            });
        }

        return products;
    }
}
