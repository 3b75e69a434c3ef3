using Haggle.Catalog.Live;

namespace Haggle.Cli.Render;

/// <summary>What an update did, for programs.</summary>
internal static class UpdateJson
{
    public static string Of(UpdateReport report) => JsonLines.Of(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("rows", report.RowCount);
        json.WriteStartArray("sources");
        foreach (var source in report.Sources)
        {
            json.WriteStartObject();
            json.WriteString("source", source.About.Name);
            json.WriteString("state", Word(source.State));
            JsonLines.Optional(json, "why", source.Why);
            json.WriteNumber("prices", source.Prices);
            json.WriteNumber("new", source.Appeared);
            json.WriteNumber("changed", source.Changed);
            json.WriteNumber("gone", source.Gone);
            json.WriteStartArray("held");
            foreach (var held in source.Held)
            {
                json.WriteStartObject();
                json.WriteString("offer", held.Offer);
                json.WriteNumber("before_nano_usd_per_hour", held.Before.NanoUsd);
                json.WriteNumber("now_nano_usd_per_hour", held.Now.NanoUsd);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("stale_parts");
            foreach (var part in source.Stale) json.WriteStringValue(part);
            json.WriteEndArray();
            if (source.Rows is { } rows)
            {
                json.WriteNumber("rows_read", rows.Read);
                json.WriteNumber("rows_refused", rows.Refused);
                json.WriteStartArray("reasons");
                foreach (var reason in rows.Reasons()) json.WriteStringValue(reason);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static string Word(SourceState state) => state switch
    {
        SourceState.Fresh => "fresh",
        SourceState.Partly => "partly-stale",
        SourceState.Failed => "stale",
        SourceState.Held => "held",
        SourceState.NoCredential => "no-credential",
        SourceState.Reading => "reading",
        _ => "waiting",
    };
}
