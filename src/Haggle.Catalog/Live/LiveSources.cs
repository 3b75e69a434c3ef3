using System.Collections.Immutable;
using Haggle.Catalog.Live.Shelf;
using Haggle.Catalog.Live.Sources;
using Haggle.Catalog.Live.Sources.Nebius;

namespace Haggle.Catalog.Live;

/// <summary>Every live source that Haggle knows.</summary>
public static class LiveSources
{
    /// <summary>What they are, by name.</summary>
    /// <param name="variable">Environment variables: HAGGLE_SOURCE_NAME_URL puts a mirror in the place of a source's address.</param>
    public static ImmutableArray<SourceAbout> About(Func<string, string?> variable) => [.. All(variable).Select(source => source.About).OrderBy(about => about.Name, StringComparer.Ordinal)];

    /// <summary>Whether a source can be asked: it needs no credential, or one is there.</summary>
    public static bool CanBeAsked(string source, Func<string, string?> variable) => All(variable).Any(each => each.About.Name == source && each.CanBeAsked(variable));

    /// <summary>Forgets everything that was read, so that the next update reads all of it again.</summary>
    public static void Forget(string stateFolder)
    {
        if (Path.GetDirectoryName(SourceShelf.FolderIn(stateFolder, "any")) is { } all && Directory.Exists(all)) Directory.Delete(all, recursive: true);
    }

    /// <summary>When each source was last read to its end and last asked, what went wrong then, and how many prices of it there are.</summary>
    public static (DateTimeOffset? FreshAt, DateTimeOffset? TriedAt, string Fault, long Prices) Remembered(string stateFolder, string source)
    {
        var record = new SourceShelf(SourceShelf.FolderIn(stateFolder, source)).Load();
        return (record.FreshAt, record.TriedAt, record.Fault, record.Prices);
    }

    internal static ImmutableArray<ILiveSource> All(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        Uri At(string name, string address) => new(variable($"HAGGLE_SOURCE_{name.Replace('-', '_').ToUpperInvariant()}_URL") ?? address);
        return
        [
            new AwsPriceList(At("aws-prices", "https://pricing.us-east-1.amazonaws.com")),
            new AwsSavingsPlans(At("aws-savings-plans", "https://pricing.us-east-1.amazonaws.com")),
            new AwsSpotPrices(At("aws-spot", "https://spot-price.s3.amazonaws.com/spot.js")),
            new AwsSpotAdvisor(At("aws-interruptions", "https://spot-bid-advisor.s3.amazonaws.com/spot-advisor-data.json")),
            new AzureRetailPrices(At("azure-prices", "https://prices.azure.com")),
            new VastOffers(At("vast", "https://console.vast.ai")),
            new RunPodCatalogue(At("runpod", "https://api.runpod.io")),
            new SkyPilotFiles(At("skypilot", "https://raw.githubusercontent.com/skypilot-org/skypilot-catalog/master/catalogs/v7/")),
            new OciEstimator(At("oci", "https://www.oracle.com")),
            new VultrPlans(At("vultr", "https://api.vultr.com")),
            new VerdaTypes(At("verda", "https://api.datacrunch.io")),
            new AwsSpotHistory(variable("HAGGLE_SOURCE_AWS_SPOT_HISTORY_URL") ?? "https://ec2.{region}.amazonaws.com"),
            new GcpBilling(At("gcp", "https://cloudbilling.googleapis.com")),
            new NebiusCalculator(variable("HAGGLE_SOURCE_NEBIUS_URL") ?? "https://{service}.api.nebius.cloud"),
            new LambdaTypes(At("lambda", "https://cloud.lambda.ai")),
            new DigitalOceanSizes(At("digitalocean", "https://api.digitalocean.com")),
        ];
    }
}
