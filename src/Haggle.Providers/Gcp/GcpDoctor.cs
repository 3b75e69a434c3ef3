using System.Globalization;
using System.Text.Json;
using Haggle.Engine.Ports;
using Haggle.Providers.Http;
using Haggle.Providers.Rentals;

namespace Haggle.Providers.Gcp;

/// <summary>Looks at a project: whether it may be asked, and how many accelerators its quotas allow, on demand and spot.</summary>
internal sealed class GcpDoctor(CloudCaller caller, GcpCloud cloud, GcpSettings settings)
{
    public async Task<IReadOnlyList<CloudFinding>> ExamineAsync(CancellationToken cancellationToken)
    {
        var findings = new List<CloudFinding>();
        try
        {
            using var project = await caller.AskAsync(new CloudQuestion("GET", $"/compute/v1/projects/{settings.Project}"), cancellationToken).ConfigureAwait(false);
            findings.Add(new CloudFinding("project", "ok", Json.Text(project.RootElement, "name")));
            findings.AddRange(Quotas(project.RootElement, "all regions", metric => metric == "GPUS_ALL_REGIONS"));
            foreach (var region in settings.Regions) findings.AddRange(await RegionAsync(region, cancellationToken).ConfigureAwait(false));
        }
        catch (CloudError error)
        {
            findings.Add(new CloudFinding("project", "problem", error.Message, GcpErrors.Advice(error.Code)));
        }
        catch (ProviderException fault)
        {
            findings.Add(new CloudFinding("credential", "problem", fault.Message));
        }

        return findings;
    }

    private async Task<IEnumerable<CloudFinding>> RegionAsync(string region, CancellationToken cancellationToken)
    {
        try
        {
            using var about = await cloud.Market.RegionAsync(region, cancellationToken).ConfigureAwait(false);
            return [.. Quotas(about.RootElement, region, metric => metric.EndsWith("_GPUS", StringComparison.Ordinal) && !metric.StartsWith("COMMITTED", StringComparison.Ordinal))];
        }
        catch (CloudError error) when (error.Status == 404)
        {
            return [new CloudFinding(region, "problem", "there is no such region", "correct gcp.regions in the configuration")];
        }
    }

    private IEnumerable<CloudFinding> Quotas(JsonElement about, string place, Func<string, bool> isWanted)
    {
        var found = Json.Items(about, "quotas").Select(each => (Metric: Json.Text(each, "metric"), Limit: Json.Number(each, "limit"), Usage: Json.Number(each, "usage"))).Where(each => isWanted(each.Metric)).ToArray();
        foreach (var (metric, limit, usage) in found.Where(each => each.Limit > 0)) yield return new CloudFinding($"{Words(metric)}, {place}", "ok", string.Create(CultureInfo.InvariantCulture, $"{limit:0} at once, {usage:0} in use"));

        // New projects have none of anything: one line says it.
        var none = found.Where(each => each.Limit <= 0).Select(each => Words(each.Metric)).ToArray();
        if (none.Length > 0) yield return new CloudFinding($"quotas, {place}", "warning", $"none of {string.Join(", ", none)}", $"ask for them at console.cloud.google.com/iam-admin/quotas?project={settings.Project}; Google answers within minutes to two days");
    }

    // NVIDIA_T4_GPUS, PREEMPTIBLE_NVIDIA_A100_80GB_GPUS, GPUS_ALL_REGIONS
    private static string Words(string metric)
    {
        if (metric == "GPUS_ALL_REGIONS") return "accelerators together";
        var isSpot = metric.StartsWith("PREEMPTIBLE_", StringComparison.Ordinal);
        var card = metric.Replace("PREEMPTIBLE_", "", StringComparison.Ordinal).Replace("NVIDIA_", "", StringComparison.Ordinal).Replace("_GPUS", "", StringComparison.Ordinal).Replace('_', '-');
        return $"{card} {(isSpot ? "spot" : "on demand")}";
    }
}
