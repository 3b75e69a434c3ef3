using System.Globalization;
using Haggle.Engine.Ports;
using Haggle.Providers.Http;
using Haggle.Providers.Rentals;

namespace Haggle.Providers.RunPod;

/// <summary>Looks at a RunPod account: whose key it is, what is left of the credit, and what is in stock.</summary>
internal sealed class RunPodDoctor(RunPodCloud cloud)
{
    private const decimal Little = 5;

    public async Task<IReadOnlyList<CloudFinding>> ExamineAsync(CancellationToken cancellationToken)
    {
        var findings = new List<CloudFinding>();
        try
        {
            var (who, credit, perHour) = await cloud.AccountAsync(cancellationToken).ConfigureAwait(false);
            findings.Add(new CloudFinding("key", "ok", who));
            var money = string.Create(CultureInfo.InvariantCulture, $"${credit:0.00}, of which ${perHour:0.00} go in an hour now");
            findings.Add(credit <= 0 ? new CloudFinding("credit", "problem", $"{money}: nothing can be rented", "add credit at runpod.io")
                : credit < Little ? new CloudFinding("credit", "warning", $"{money}: RunPod stops pods when it is used up", "add credit at runpod.io") : new CloudFinding("credit", "ok", money));
            var quotes = await cloud.QuotesAsync(fresh: true, cancellationToken).ConfigureAwait(false);
            findings.Add(quotes.IsEmpty
                ? new CloudFinding("offers", "warning", "nothing is in stock where the configuration allows it", "widen runpod.data_centres, or take runpod.community")
                : new CloudFinding("offers", "ok", string.Create(CultureInfo.InvariantCulture, $"{quotes.Length} offers in stock, from {quotes[0].Rate}")));
        }
        catch (CloudError error)
        {
            findings.Add(new CloudFinding(findings.Count == 0 ? "key" : "offers", "problem", error.Message, "make a key with all rights at runpod.io/console/user/settings, then 'runpodctl config --apiKey ...' or RUNPOD_API_KEY"));
        }
        catch (ProviderException fault)
        {
            findings.Add(new CloudFinding(findings.Count == 0 ? "key" : "offers", "problem", fault.Message));
        }

        return findings;
    }
}
