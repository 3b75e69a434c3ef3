using System.Text.Json;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Aws;

/// <summary>Reads and raises an account's quotas through AWS's Service Quotas.</summary>
internal sealed class AwsQuotas(AwsCaller caller)
{
    private const string Target = "ServiceQuotasV20190624.";
    private const int PagesMax = 50;

    /// <summary>The quotas for accelerator families of a region.</summary>
    /// <exception cref="AwsError">AWS refuses it.</exception>
    public async Task<IReadOnlyList<AwsQuota>> ReadAsync(string region, CancellationToken cancellationToken)
    {
        var (found, next) = (new List<AwsQuota>(), "");
        for (var page = 0; page < PagesMax; page++)
        {
            var token = next;
            using var answer = await AskAsync(region, "ListServiceQuotas", writer =>
            {
                writer.WriteString("ServiceCode", "ec2");
                writer.WriteNumber("MaxResults", 100);
                if (token.Length > 0) writer.WriteString("NextToken", token);
            }, cancellationToken).ConfigureAwait(false);
            if (answer.RootElement.TryGetProperty("Quotas", out var quotas) && quotas.ValueKind == JsonValueKind.Array)
                foreach (var quota in quotas.EnumerateArray())
                    if (AwsQuota.Read(AwsJson.Text(quota, "QuotaName")) is var (family, isSpot) && quota.TryGetProperty("Value", out var value) && value.ValueKind == JsonValueKind.Number)
                        found.Add(new AwsQuota(region, family, isSpot, value.GetDouble(), AwsJson.Text(quota, "QuotaCode")));
            next = AwsJson.Text(answer.RootElement, "NextToken");
            if (next.Length == 0) return [.. found.Where(quota => quota.Least is not null).OrderBy(quota => quota.Family, StringComparer.Ordinal).ThenBy(quota => quota.IsSpot)];
        }

        throw new ProviderException(AwsCaller.Provider, $"the quotas of {region} have more than {PagesMax} pages", isTransient: false);
    }

    /// <summary>Asks AWS for more.</summary>
    /// <returns>What AWS made of it ("PENDING").</returns>
    /// <exception cref="AwsError">AWS refuses it.</exception>
    public async Task<string> RequestAsync(AwsQuota quota, double vcpus, CancellationToken cancellationToken)
    {
        using var answer = await AskAsync(quota.Region, "RequestServiceQuotaIncrease", writer =>
        {
            writer.WriteString("ServiceCode", "ec2");
            writer.WriteString("QuotaCode", quota.Code);
            writer.WriteNumber("DesiredValue", vcpus);
        }, cancellationToken).ConfigureAwait(false);
        return answer.RootElement.TryGetProperty("RequestedQuota", out var asked) ? AwsJson.Text(asked, "Status") : "";
    }

    private async Task<JsonDocument> AskAsync(string region, string action, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return AwsJson.Parse(await caller.CallAsync("servicequotas", region, body.ToArray(), Target + action, AwsJson.Error, cancellationToken).ConfigureAwait(false));
    }
}
