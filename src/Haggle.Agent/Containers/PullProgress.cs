using System.Text.Json;

namespace Haggle.Agent.Containers;

/// <summary>Adds up what docker's service tells of a pull: for each layer, how much of it is there. Not thread-safe.</summary>
internal sealed class PullProgress
{
    private readonly Dictionary<string, (long Done, long Total)> layers = new(StringComparer.Ordinal);

    /// <summary>The bytes that are there.</summary>
    public long Done => layers.Values.Sum(layer => layer.Done);

    /// <summary>The bytes of all layers that are known so far.</summary>
    public long Total => layers.Values.Sum(layer => layer.Total);

    /// <summary>What went wrong; "" for nothing.</summary>
    public string Error { get; private set; } = "";

    /// <summary>Takes one line of the service's answer.</summary>
    public void Take(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            if (root.ValueKind is not JsonValueKind.Object) return;
            if (Text(root, "error") is { Length: > 0 } error) Error = error;
            if (Text(root, "message") is { Length: > 0 } message && !root.TryGetProperty("status", out _)) Error = message;
            if (Text(root, "id") is not { Length: > 0 } layer || Text(root, "status") is not { } status) return;
            if (status == "Downloading" && root.TryGetProperty("progressDetail", out var detail) && Number(detail, "total") is > 0 and var total)
                layers[layer] = (Math.Min(Number(detail, "current"), total), total);
            // Some layers are too small for a line of their own while they come.
            else if (status is "Download complete" or "Pull complete" && layers.TryGetValue(layer, out var known)) layers[layer] = (known.Total, known.Total);
        }
        catch (JsonException)
        {
            // Half a line of a service that died: the end of the answer says what it means.
        }
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static long Number(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number : 0;
}
