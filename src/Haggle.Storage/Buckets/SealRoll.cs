using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Haggle.Core.Runs;

namespace Haggle.Storage.Buckets;

/// <summary>The object <c>sealed.json</c>: the attempt that was sealed last and every checkpoint that counts, with the hash of its manifest at that moment.</summary>
/// <param name="Epoch">The attempt; 0 for none yet.</param>
/// <param name="Checkpoints">Oldest first.</param>
internal sealed record SealRoll(int Epoch, ImmutableArray<CheckpointRef> Checkpoints)
{
    /// <summary>Reads it; nothing there is a roll of nothing.</summary>
    /// <exception cref="Haggle.Buckets.BucketException">Something is there that is not a roll: guessing could bring an old attempt's work back.</exception>
    public static SealRoll Read(byte[]? json)
    {
        if (json is null) return new SealRoll(0, []);
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return new SealRoll(root.GetProperty("epoch").GetInt32(), [.. root.GetProperty("checkpoints").EnumerateArray().Select(Checkpoint)]);
        }
        catch (Exception torn) when (torn is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new Haggle.Buckets.BucketException(Haggle.Buckets.StoreTrouble.Other, $"the object sealed.json is not one that Haggle wrote ({torn.Message}); move it away to begin anew");
        }
    }

    /// <summary>Its text.</summary>
    public byte[] ToJson()
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", Epoch);
            json.WriteStartArray("checkpoints");
            foreach (var one in Checkpoints)
            {
                json.WriteStartObject();
                json.WriteString("id", one.Id);
                json.WriteNumber("step", one.Step);
                json.WriteNumber("bytes", one.Bytes);
                json.WriteString("manifest_sha256", one.ManifestSha256);
                json.WriteString("saved_at", one.SavedAt);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return text.ToArray();
    }

    private static CheckpointRef Checkpoint(JsonElement one)
    {
        var id = one.GetProperty("id").GetString() ?? "";
        return new CheckpointRef(
            id,
            int.Parse(id.AsSpan(0, Math.Max(0, id.IndexOf('-', StringComparison.Ordinal))), CultureInfo.InvariantCulture),
            one.GetProperty("step").GetInt64(),
            one.GetProperty("bytes").GetInt64(),
            one.GetProperty("manifest_sha256").GetString() ?? "",
            one.GetProperty("saved_at").GetDateTimeOffset());
    }
}
