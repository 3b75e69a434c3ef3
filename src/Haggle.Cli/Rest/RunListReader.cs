using System.Text.Json;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Rest;

/// <summary>
/// Reads of a RunListMessage what the list of runs shows. The serializer would read all of it, but building its metadata costs 60 ms at every start
/// (five hundred generic methods that no ReadyToRun image holds), more than all the rest of `haggle status`.
/// </summary>
internal static class RunListReader
{
    /// <exception cref="JsonException">It is not such a message.</exception>
    public static RunListMessage Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        var list = new RunListMessage();
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("expected an object");
        while (NextName(ref reader))
        {
            if (reader.ValueTextEquals("runs"u8)) list = list with { Runs = Runs(ref reader) };
            else if (reader.ValueTextEquals("now"u8)) list = list with { Now = Instant(ref reader) ?? default };
            else if (reader.ValueTextEquals("has_more"u8)) list = list with { HasMore = Next(ref reader).TokenType == JsonTokenType.True };
            else Skip(ref reader);
        }

        return list;
    }

    private static RunMessage[] Runs(ref Utf8JsonReader reader)
    {
        var runs = new List<RunMessage>();
        if (Next(ref reader).TokenType != JsonTokenType.StartArray) throw new JsonException("expected a list of runs");
        while (Next(ref reader).TokenType == JsonTokenType.StartObject) runs.Add(Run(ref reader));
        return [.. runs];
    }

    private static RunMessage Run(ref Utf8JsonReader reader)
    {
        long id = 0, spent = 0, owed = 0;
        string name = "", phase = "", reason = "", offer = "";
        string? outcome = null;
        DateTimeOffset submitted = default;
        DateTimeOffset? ended = null;
        ProgressView? progress = null;
        var isRehearsal = false;
        while (NextName(ref reader))
        {
            if (reader.ValueTextEquals("id"u8)) id = Number(ref reader);
            else if (reader.ValueTextEquals("name"u8)) name = Text(ref reader) ?? "";
            else if (reader.ValueTextEquals("phase"u8)) phase = Text(ref reader) ?? "";
            else if (reader.ValueTextEquals("outcome"u8)) outcome = Text(ref reader);
            else if (reader.ValueTextEquals("reason"u8)) reason = Text(ref reader) ?? "";
            else if (reader.ValueTextEquals("offer"u8)) offer = Text(ref reader) ?? "";
            else if (reader.ValueTextEquals("submitted_at"u8)) submitted = Instant(ref reader) ?? default;
            else if (reader.ValueTextEquals("ended_at"u8)) ended = Instant(ref reader);
            else if (reader.ValueTextEquals("spent_nano_usd"u8)) spent = Number(ref reader);
            else if (reader.ValueTextEquals("owed_nano_usd"u8)) owed = Number(ref reader);
            else if (reader.ValueTextEquals("progress"u8)) progress = Progress(ref reader);
            else if (reader.ValueTextEquals("rehearsal"u8)) isRehearsal = IsObject(ref reader);
            else Skip(ref reader);
        }

        return new RunMessage
        {
            Id = id,
            Name = name,
            Phase = phase,
            Outcome = outcome,
            Reason = reason,
            Offer = offer,
            SubmittedAt = submitted,
            EndedAt = ended,
            SpentNanoUsd = spent,
            OwedNanoUsd = owed,
            Progress = progress,
            Rehearsal = isRehearsal ? new RehearsalMessage { Offer = "" } : null,
        };
    }

    private static ProgressView? Progress(ref Utf8JsonReader reader)
    {
        if (Next(ref reader).TokenType != JsonTokenType.StartObject) return null;
        long step = 0;
        long? of = null;
        while (NextName(ref reader))
        {
            if (reader.ValueTextEquals("step"u8)) step = Number(ref reader);
            else if (reader.ValueTextEquals("of"u8)) of = Number(ref reader);
            else Skip(ref reader);
        }

        return new ProgressView { Step = step, Of = of };
    }

    private static bool IsObject(ref Utf8JsonReader reader)
    {
        var isObject = Next(ref reader).TokenType == JsonTokenType.StartObject;
        reader.Skip();
        return isObject;
    }

    private static ref Utf8JsonReader Next(ref Utf8JsonReader reader)
    {
        if (!reader.Read()) throw new JsonException("it ends too early");
        return ref reader;
    }

    private static bool NextName(ref Utf8JsonReader reader) => Next(ref reader).TokenType == JsonTokenType.PropertyName;

    private static long Number(ref Utf8JsonReader reader) => Next(ref reader).TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : 0;

    private static string? Text(ref Utf8JsonReader reader) => Next(ref reader).TokenType == JsonTokenType.String ? reader.GetString() : null;

    private static DateTimeOffset? Instant(ref Utf8JsonReader reader) =>
        Next(ref reader).TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var at) ? at : null;

    private static void Skip(ref Utf8JsonReader reader)
    {
        Next(ref reader);
        reader.Skip();
    }
}
