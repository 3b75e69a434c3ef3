using System.Collections.Immutable;
using System.Text.Json;
using Haggle.Core.Policy.Experience;

namespace Haggle.Catalog.BuiltIn;

/// <summary>What is assumed of spot markets by provider, accelerator and region, as it comes with Haggle (data/spot-priors.json).</summary>
public static class BuiltInSpotPriors
{
    private static readonly Lazy<ImmutableArray<SpotPrior>> Read = new(Parse);

    /// <summary>The priors, the most particular first.</summary>
    public static ImmutableArray<SpotPrior> All => Read.Value;

    private static ImmutableArray<SpotPrior> Parse()
    {
        using var stream = typeof(BuiltInSpotPriors).Assembly.GetManifestResourceStream("spot-priors.json")
            ?? throw new InvalidOperationException("spot-priors.json is not in the program");
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.GetProperty("priors").EnumerateArray().Select(Prior).OrderByDescending(prior => prior.Region.Length + prior.Accelerator.Length)];
    }

    private static SpotPrior Prior(JsonElement row) => new(
        Text(row, "provider"), Text(row, "accelerator"), Text(row, "region"), row.GetProperty("loss").GetDouble(), row.GetProperty("comeback").GetDouble(), $"{Text(row, "source")}, of {Text(row, "as_of")}")
    {
        FromBands = row.TryGetProperty("bands", out var bands) && bands.GetBoolean(),
    };

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString() ?? "";
}
