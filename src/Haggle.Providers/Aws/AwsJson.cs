using System.Text.Json;

namespace Haggle.Providers.Aws;

/// <summary>Answers of AWS's JSON services (SSM, Service Quotas).</summary>
internal static class AwsJson
{
    /// <exception cref="Engine.Ports.ProviderException">It is no JSON.</exception>
    public static JsonDocument Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException fault)
        {
            throw new Engine.Ports.ProviderException(AwsCaller.Provider, "AWS answered with something that is no JSON", isTransient: true, fault);
        }
    }

    /// <summary>Code and message of an error; "" when it has none.</summary>
    public static (string Code, string Message) Error(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var code = Text(json.RootElement, "__type");
            return (code[(code.LastIndexOf('#') + 1)..], Text(json.RootElement, "message") is { Length: > 0 } message ? message : Text(json.RootElement, "Message"));
        }
        catch (JsonException)
        {
            return ("", "");
        }
    }

    public static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
}
