using System.Globalization;
using Haggle.Catalog.Imports;

namespace Haggle.Cli.Render;

/// <summary>The account of an import.</summary>
internal static class ImportView
{
    public static void Write(Page page, IReadOnlyList<ImportReport> reports)
    {
        var table = new TextTable(new Column("FILE"), new Column("KIND", Leaves: 1), new Column("READ", Right: true), new Column("KEPT", Right: true), new Column("LEFT OUT", Right: true), new Column("REFUSED", Right: true));
        foreach (var report in reports)
        {
            table.Row(Path.GetFileName(report.File), report.Kind, Number(report.Read), Number(report.Kept), Number(report.LeftOut), new Inked(Number(report.Refused), report.Refused > 0 ? Ink.Careful : Ink.Plain));
            var remarks = new List<string>(report.Reasons());
            if (report.Rounded > 0) remarks.Add($"{Number(report.Rounded)} prices with more than nine decimals, rounded to the nano-dollar");
            if (report.Fault.Length > 0) remarks.Add("stopped: " + report.Fault);
            if (remarks.Count > 0) table.Note(new Inked(string.Join('\n', remarks), report.Fault.Length > 0 ? Ink.Bad : Ink.Faint));
        }

        page.Table(table);
    }

    public static string Json(IReadOnlyList<ImportReport> reports) => JsonLines.Of(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("files");
        foreach (var report in reports)
        {
            json.WriteStartObject();
            json.WriteString("file", report.File);
            json.WriteString("kind", report.Kind);
            json.WriteNumber("read", report.Read);
            json.WriteNumber("kept", report.Kept);
            json.WriteNumber("left_out", report.LeftOut);
            json.WriteNumber("refused", report.Refused);
            json.WriteNumber("rounded", report.Rounded);
            JsonLines.Optional(json, "fault", report.Fault);
            json.WriteStartArray("reasons");
            foreach (var reason in report.Reasons()) json.WriteStringValue(reason);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
