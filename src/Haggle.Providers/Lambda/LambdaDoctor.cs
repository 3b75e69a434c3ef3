using System.Globalization;
using Haggle.Engine.Ports;
using Haggle.Providers.Http;
using Haggle.Providers.Rentals;

namespace Haggle.Providers.Lambda;

/// <summary>Looks at a Lambda account: whether the key is taken, and what there is now.</summary>
internal sealed class LambdaDoctor(LambdaCloud cloud)
{
    public async Task<IReadOnlyList<CloudFinding>> ExamineAsync(CancellationToken cancellationToken)
    {
        try
        {
            var machines = await cloud.ListAsync(cancellationToken).ConfigureAwait(false);
            var quotes = await cloud.QuotesAsync(fresh: true, cancellationToken).ConfigureAwait(false);
            return
            [
                new CloudFinding("key", "ok", string.Create(CultureInfo.InvariantCulture, $"taken; {machines.Count} machines of Haggle's are rented")),
                quotes.IsEmpty
                    ? new CloudFinding("offers", "warning", "no region that may be used has a machine left", "wait, or widen lambda.regions")
                    : new CloudFinding("offers", "ok", string.Create(CultureInfo.InvariantCulture, $"{quotes.Length} machines can be had, from {quotes[0].Rate}")),
                new CloudFinding("switch", "warning", "a machine of Lambda cannot end itself: it costs until this server, or you, end it", "'haggle sweep' shows what is left, from any computer with this state folder"),
            ];
        }
        catch (CloudError error)
        {
            return [new CloudFinding("key", "problem", error.Message, "make a key at cloud.lambda.ai/api-keys and set LAMBDA_API_KEY")];
        }
        catch (ProviderException fault)
        {
            return [new CloudFinding("key", "problem", fault.Message)];
        }
    }
}
