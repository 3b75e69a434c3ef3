using System.Globalization;

namespace Haggle.Cli.Render;

/// <summary>The live sources and how fresh they are.</summary>
internal static class SourcesView
{
    public static void Write(Page page, IReadOnlyList<SourceLine> sources, DateTimeOffset now)
    {
        var table = new TextTable(new Column("SOURCE"), new Column("GIVES", Folds: true), new Column("PRICES", Right: true), new Column("LAST READ"));
        foreach (var source in sources)
        {
            var (at, _, fault, prices) = source.Remembered;
            var when = at is { } read ? TimeText.Ago(read, now) : source.CanBeAsked ? "never" : "needs a key";
            table.Row(source.About.Name, source.About.Gives, at is null ? "" : prices.ToString("N0", CultureInfo.InvariantCulture), new Inked(when, fault.Length > 0 ? Ink.Careful : Ink.Plain));
            if (fault.Length > 0) table.Note(new Inked($"stale: {fault}", Ink.Careful));
            else if (!source.CanBeAsked) table.Note(new Inked($"set {string.Join(" or ", source.About.Needs)}", Ink.Faint));
        }

        page.Table(table);
    }

    public static string Json(IReadOnlyList<SourceLine> sources) => JsonLines.Of(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("sources");
        foreach (var source in sources)
        {
            json.WriteStartObject();
            json.WriteString("source", source.About.Name);
            json.WriteString("title", source.About.Title);
            json.WriteString("gives", source.About.Gives);
            json.WriteString("address", Catalog.Live.SourceAbout.WithoutSecrets(source.About.Address));
            json.WriteStartArray("needs");
            foreach (var need in source.About.Needs) json.WriteStringValue(need);
            json.WriteEndArray();
            json.WriteBoolean("can_be_asked", source.CanBeAsked);
            if (source.Remembered.FreshAt is { } fresh) json.WriteString("read_at", fresh);
            if (source.Remembered.TriedAt is { } tried) json.WriteString("tried_at", tried);
            JsonLines.Optional(json, "fault", source.Remembered.Fault);
            json.WriteNumber("prices", source.Remembered.Prices);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
