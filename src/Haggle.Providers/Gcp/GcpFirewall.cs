using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Haggle.Engine.Ports;
using Haggle.Providers.Http;

namespace Haggle.Providers.Gcp;

/// <summary>Sees to it that the user's own address, and no other, is let in to ssh of our machines. Made once; whoever comes second finds it there.</summary>
internal sealed class GcpFirewall(CloudCaller caller, GcpSettings settings) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(15) };
    private bool _isThere;

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_isThere) return;
        var from = await OwnAddressAsync(cancellationToken).ConfigureAwait(false);
        var rule = new JsonObject
        {
            ["name"] = "haggle-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(from + settings.Network)))[..12],
            ["description"] = "Machines of haggle: ssh from " + from + " only",
            ["network"] = settings.Network,
            ["direction"] = "INGRESS",
            ["sourceRanges"] = new JsonArray(from),
            ["targetTags"] = new JsonArray(GcpWish.NetworkTag),
            ["allowed"] = new JsonArray(new JsonObject { ["IPProtocol"] = "tcp", ["ports"] = new JsonArray("22") }),
        };
        try
        {
            using var made = await caller.AskAsync(new CloudQuestion("POST", $"/compute/v1/projects/{settings.Project}/global/firewalls") { Json = rule.ToJsonString() }, cancellationToken).ConfigureAwait(false);
        }
        catch (CloudError error) when (error.Code == "alreadyExists")
        {
            // It is there.
        }

        _isThere = true;
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> OwnAddressAsync(CancellationToken cancellationToken)
    {
        if (settings.OwnAddress.Length > 0) return settings.OwnAddress;
        try
        {
            var told = (await _http.GetStringAsync(settings.AddressService, cancellationToken).ConfigureAwait(false)).Trim();
            if (IPAddress.TryParse(told, out var address)) return $"{address}/{(told.Contains(':', StringComparison.Ordinal) ? 128 : 32)}";
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Said below, with what to do.
        }

        throw new ProviderException(GcpLogin.Provider, $"{settings.AddressService} does not say which address this computer has; set gcp.own_address in the configuration", isTransient: true);
    }
}
