using System.Text.Json;
using System.Text.Json.Nodes;
using Haggle.Engine.Ports;
using Haggle.Providers.Http;

namespace Haggle.Providers.RunPod;

/// <summary>RunPod's GraphQL: what REST cannot do (spot, stock, whether a pod is spot). An error comes with HTTP 200.</summary>
internal sealed class RunPodGraph(CloudCaller caller)
{
    /// <summary>Asks.</summary>
    /// <exception cref="CloudError">It is refused; the status is 200.</exception>
    /// <exception cref="ProviderException">There was no answer.</exception>
    public async Task<JsonDocument> AskAsync(string query, bool mayRepeat, CancellationToken cancellationToken)
    {
        var json = await caller.AskAsync(new CloudQuestion("POST", "/graphql") { Json = new JsonObject { ["query"] = query }.ToJsonString(), MayRepeat = mayRepeat }, cancellationToken).ConfigureAwait(false);
        if (Json.Items(json.RootElement, "errors").FirstOrDefault() is not { ValueKind: JsonValueKind.Object } error) return json;
        var refused = new CloudError(200, Json.Text(Json.Child(error, "extensions"), "code"), Json.Text(error, "message"));
        json.Dispose();
        throw refused;
    }

    /// <summary>A text as GraphQL writes it: as JSON does.</summary>
    public static string Text(string text) => JsonValue.Create(text).ToJsonString();
}
