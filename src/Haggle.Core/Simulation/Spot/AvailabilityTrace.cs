using System.Collections.Immutable;
using System.Text.Json;

namespace Haggle.Core.Simulation.Spot;

/// <summary>How many instances one zone had in each tick, as it was observed.</summary>
/// <param name="Name">The name in tables.</param>
/// <param name="Gap">Length of a tick in seconds, above 0.</param>
/// <param name="Instances">Instances available in each tick.</param>
public sealed record AvailabilityTrace(string Name, int Gap, ImmutableArray<int> Instances)
{
    /// <summary>
    /// Reads a trace: a JSON object with <c>metadata.gap_seconds</c> and <c>data</c>, the instances available in each tick.
    /// </summary>
    /// <param name="name">The name in tables.</param>
    /// <param name="utf8">The file's bytes.</param>
    /// <exception cref="FormatException">It is not such a file; the message says what is missing.</exception>
    public static AvailabilityTrace Parse(string name, ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        var gap = 0;
        var instances = ImmutableArray.CreateBuilder<int>();
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName) continue;
                if (reader.ValueTextEquals("gap_seconds"u8) && reader.Read()) gap = (int)reader.GetDouble();
                else if (reader.CurrentDepth == 1 && reader.ValueTextEquals("data"u8) && reader.Read())
                    while (reader.Read() && reader.TokenType == JsonTokenType.Number) instances.Add((int)reader.GetDouble());
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new FormatException($"trace {name}: not a JSON object of metadata.gap_seconds and data ({fault.Message})", fault);
        }

        if (gap <= 0) throw new FormatException($"trace {name}: metadata.gap_seconds is missing or not above 0");
        if (instances.Count == 0) throw new FormatException($"trace {name}: data is missing or empty");
        return new AvailabilityTrace(name, gap, instances.ToImmutable());
    }
}
