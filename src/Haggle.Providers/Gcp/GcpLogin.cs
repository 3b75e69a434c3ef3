using Google.Apis.Auth.OAuth2;
using Haggle.Core.Market;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Gcp;

/// <summary>Google's own chain: GOOGLE_APPLICATION_CREDENTIALS, 'gcloud auth application-default login', the machine's service account.</summary>
public static class GcpLogin
{
    internal static readonly ProviderName Provider = new("gcp");

    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";

    /// <summary>A token, renewed when it is about to expire.</summary>
    /// <exception cref="ProviderException">There is no credential that can be used.</exception>
    public static async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            ITokenAccess found = (await GoogleCredential.GetApplicationDefaultAsync(cancellationToken).ConfigureAwait(false)).CreateScoped(Scope);
            return await found.GetAccessTokenForRequestAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is InvalidOperationException or IOException or HttpRequestException or Google.Apis.Auth.OAuth2.Responses.TokenResponseException)
        {
            throw new ProviderException(Provider, $"there is no Google credential that can be used: {fault.Message}; run 'gcloud auth application-default login', then 'haggle doctor gcp'", isTransient: fault is HttpRequestException, fault);
        }
    }
}
