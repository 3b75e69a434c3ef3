using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Haggle.Core.Market;
using Haggle.Core.Policy.Experience;

namespace Haggle.Catalog.Learnt;

/// <summary>
/// Experience of spot markets as text, to keep it or to move it: a first line that names the format, then one sighting a line as JSON, oldest first. Reading
/// what was written gives the same sightings, so that taking a file in twice changes nothing.
/// </summary>
public static class SightingLines
{
    /// <summary>The version of the format that is written; no newer one is read.</summary>
    public const int Version = 1;

    /// <summary>More lines than this are no experience of one user; a server forgets what is older than a quarter of a year anyway.</summary>
    public const int MostLines = 100_000;

    private const int LongestName = 300;
    private static readonly (SightingKind Kind, string Word)[] Words =
        [(SightingKind.Launched, "launched"), (SightingKind.NoCapacity, "no-capacity"), (SightingKind.Reclaimed, "reclaimed"), (SightingKind.Released, "released")];

    /// <summary>Writes sightings; those of rehearsals stay out.</summary>
    public static string Write(IEnumerable<MarketSighting> sightings)
    {
        ArgumentNullException.ThrowIfNull(sightings);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $$"""{"haggle":"experience","version":{{Version}}}""").Append('\n');
        foreach (var each in sightings.Where(each => each.World.Length == 0).OrderBy(each => each.At).ThenBy(each => each.Offer.Value, StringComparer.Ordinal)) text.Append(Line(each)).Append('\n');
        return text.ToString();
    }

    /// <summary>Reads sightings back; all that is wrong is told, with its line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="now">The instant: nothing can have been seen later.</param>
    public static (ImmutableArray<MarketSighting> Sightings, ImmutableArray<string> Problems) Read(string text, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n');
        if (Header(lines[0]) is { Length: > 0 } wrong) return ([], [wrong]);
        if (lines.Length > MostLines) return ([], [$"it has more than {MostLines:#,0} lines; split it"]);
        var (sightings, problems) = (ImmutableArray.CreateBuilder<MarketSighting>(), ImmutableArray.CreateBuilder<string>());
        for (var number = 2; number <= lines.Length; number++)
        {
            if (string.IsNullOrWhiteSpace(lines[number - 1])) continue;
            try
            {
                sightings.Add(Sighting(lines[number - 1], now));
            }
            catch (FormatException wrongLine)
            {
                problems.Add($"line {number}: {wrongLine.Message}");
            }
            catch (JsonException)
            {
                problems.Add($"line {number}: is not one JSON object");
            }
        }

        return (sightings.ToImmutable(), problems.ToImmutable());
    }

    private static string Line(MarketSighting each)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("offer", each.Offer.Value);
            json.WriteString("provider", each.Class.Provider);
            json.WriteString("region", each.Class.Region);
            json.WriteString("accelerator", each.Class.Accelerator);
            json.WriteString("at", each.At.ToUniversalTime());
            json.WriteString("kind", Words.First(word => word.Kind == each.Kind).Word);
            if (each.Held > TimeSpan.Zero) json.WriteNumber("held_seconds", each.Held.TotalSeconds);
            if (each.StartUp > TimeSpan.Zero) json.WriteNumber("start_up_seconds", each.StartUp.TotalSeconds);
            if (each.StagedBytes > 0) json.WriteNumber("staged_bytes", each.StagedBytes);
            if (each.Staging > TimeSpan.Zero) json.WriteNumber("staging_seconds", each.Staging.TotalSeconds);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static string Header(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("haggle", out var what) || what.ValueKind is not JsonValueKind.String || what.GetString() != "experience")
                return "line 1: is not the first line of an export of haggle experience";
            return root.TryGetProperty("version", out var version) && version.TryGetInt32(out var number) && number is >= 1 and <= Version
                ? "" : $"line 1: is of another version than {Version}; update Haggle";
        }
        catch (JsonException)
        {
            return "line 1: is not the first line of an export of haggle experience";
        }
    }

    private static MarketSighting Sighting(string line, DateTimeOffset now)
    {
        using var json = JsonDocument.Parse(line);
        var row = json.RootElement;
        if (row.ValueKind is not JsonValueKind.Object) throw new FormatException("is not one JSON object");
        foreach (var property in row.EnumerateObject())
            if (property.Name is not ("offer" or "provider" or "region" or "accelerator" or "at" or "kind" or "held_seconds" or "start_up_seconds" or "staged_bytes" or "staging_seconds"))
                throw new FormatException($"has a field '{property.Name}' that means nothing");
        var kind = Text(row, "kind", needed: true);
        var known = Array.FindIndex(Words, word => word.Word == kind);
        if (known < 0) throw new FormatException($"kind is '{kind}', but must be one of {string.Join(", ", Words.Select(word => word.Word))}");
        if (!row.TryGetProperty("at", out var told) || told.ValueKind is not JsonValueKind.String || !told.TryGetDateTimeOffset(out var at)) throw new FormatException("at is not an instant such as 2026-11-21T12:00:00Z");
        if (at > now + TimeSpan.FromDays(1)) throw new FormatException($"at is {at:yyyy-MM-dd}, which is yet to come");
        return new MarketSighting
        {
            Offer = new OfferKey(Text(row, "offer", needed: true)),
            Class = new MarketClass(Text(row, "provider", needed: true), Text(row, "accelerator"), Text(row, "region")),
            At = at.ToUniversalTime(),
            Kind = Words[known].Kind,
            Held = Seconds(row, "held_seconds"),
            StartUp = Seconds(row, "start_up_seconds"),
            StagedBytes = (long)Number(row, "staged_bytes", 1e18),
            Staging = Seconds(row, "staging_seconds"),
        };
    }

    private static string Text(JsonElement row, string name, bool needed = false)
    {
        var text = row.TryGetProperty(name, out var value) ? value.ValueKind is JsonValueKind.String ? value.GetString()! : throw new FormatException($"{name} must be a text") : "";
        if (needed && text.Length == 0) throw new FormatException($"has no {name}");
        return text.Length > LongestName ? throw new FormatException($"{name} is longer than {LongestName} characters") : text;
    }

    // Rounded to the tick, as it was: what was written must be read back the same.
    private static TimeSpan Seconds(JsonElement row, string name) => TimeSpan.FromTicks((long)Math.Round(Number(row, name, 1e9) * TimeSpan.TicksPerSecond));

    private static double Number(JsonElement row, string name, double most)
    {
        if (!row.TryGetProperty(name, out var value)) return 0;
        return value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) && number >= 0 && number <= most
            ? number : throw new FormatException($"{name} must be a number from 0 to {most:0.#e0}");
    }
}
