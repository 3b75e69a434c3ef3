using System.Globalization;
using Haggle.Engine.Ports;
using Haggle.Providers.Http;
using Haggle.Providers.Rentals;

namespace Haggle.Providers.Vast;

/// <summary>Looks at a vast.ai account: whose key it is, what is left of the credit, and what is offered to the limits of the configuration.</summary>
internal sealed class VastDoctor(CloudCaller caller, VastCloud cloud)
{
    /// <summary>Below this many dollars, a machine may be stopped before a day is over.</summary>
    private const decimal Little = 5;

    public async Task<IReadOnlyList<CloudFinding>> ExamineAsync(CancellationToken cancellationToken)
    {
        var findings = new List<CloudFinding>();
        try
        {
            using var user = await caller.AskAsync(new CloudQuestion("GET", "/api/v0/users/current/") { Kind = "show" }, cancellationToken).ConfigureAwait(false);
            var (who, credit) = (Json.Text(user.RootElement, "email"), Json.Number(user.RootElement, "balance") + Json.Number(user.RootElement, "credit"));
            findings.Add(new CloudFinding("key", "ok", who.Length > 0 ? who : $"user {Json.Text(user.RootElement, "id")}"));
            var money = string.Create(CultureInfo.InvariantCulture, $"${credit:0.00}");
            findings.Add(credit <= 0 ? new CloudFinding("credit", "problem", $"{money}: nothing can be rented", "add credit at cloud.vast.ai")
                : credit < Little ? new CloudFinding("credit", "warning", $"{money}: vast.ai stops machines when it is used up", "add credit at cloud.vast.ai") : new CloudFinding("credit", "ok", money));
            var quotes = await cloud.QuotesAsync(fresh: true, cancellationToken).ConfigureAwait(false);
            var count = quotes.Select(quote => quote.Offer.InstanceType).Distinct().Count();
            findings.Add(count == 0
                ? new CloudFinding("offers", "warning", "no machine suits the limits of the configuration", "widen vast.reliability, vast.countries, vast.unverified or vast.data_centres")
                : new CloudFinding("offers", "ok", string.Create(CultureInfo.InvariantCulture, $"{count} machines suit the limits of the configuration, from {quotes[0].Rate}")));
        }
        catch (CloudError error)
        {
            findings.Add(new CloudFinding(findings.Count == 0 ? "key" : "offers", "problem", error.Message, "make a key at cloud.vast.ai/manage-keys, then 'vastai set api-key' or VAST_API_KEY"));
        }
        catch (ProviderException fault)
        {
            findings.Add(new CloudFinding(findings.Count == 0 ? "key" : "offers", "problem", fault.Message));
        }

        return findings;
    }
}
