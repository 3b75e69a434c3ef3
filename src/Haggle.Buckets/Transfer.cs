using System.Text.Json;

namespace Haggle.Buckets;

/// <summary>How far a copy has come.</summary>
/// <param name="BytesDone">What has arrived.</param>
/// <param name="BytesTotal">What is to arrive, as far as it is known.</param>
/// <param name="BytesPerSecond">How fast it goes, over all of the copy.</param>
public readonly record struct Transfer(long BytesDone, long BytesTotal, double BytesPerSecond)
{
    /// <summary>Reads a line that rclone writes with --use-json-log; null when it tells no numbers.</summary>
    public static Transfer? TryRead(string line)
    {
        if (!line.Contains("\"stats\":{", StringComparison.Ordinal)) return null;
        try
        {
            using var document = JsonDocument.Parse(line);
            if (!document.RootElement.TryGetProperty("stats", out var stats)) return null;
            return new Transfer(Whole(stats, "bytes"), Whole(stats, "totalBytes"), stats.TryGetProperty("speed", out var speed) && speed.TryGetDouble(out var rate) ? rate : 0);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static long Whole(JsonElement stats, string name) => stats.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number : 0;
}
