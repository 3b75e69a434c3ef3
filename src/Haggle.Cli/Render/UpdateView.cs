using System.Globalization;
using Haggle.Catalog.Live;

namespace Haggle.Cli.Render;

/// <summary>What an update did, source by source.</summary>
internal static class UpdateView
{
    private const int HeldShown = 5;

    private const int StaleShown = 3;

    public static void Write(Page page, UpdateReport report)
    {
        var table = new TextTable(new Column("SOURCE"), new Column("STATE"), new Column("PRICES", Right: true), new Column("NEW", Right: true), new Column("CHANGED", Right: true), new Column("GONE", Right: true), new Column("HELD", Right: true));
        foreach (var source in report.Sources.Where(source => source.State != SourceState.NoCredential))
        {
            var (word, ink) = State(source);
            table.Row(source.About.Name, new Inked(word, ink), Number(source.Prices), Number(source.Appeared), Number(source.Changed), Number(source.Gone), Number(source.Held.Length));
            var remarks = Remarks(source).ToArray();
            if (remarks.Length > 0) table.Note(new Inked(string.Join('\n', remarks), ink == Ink.Bad ? Ink.Bad : Ink.Faint));
        }

        page.Table(table);
        var silent = report.Sources.Where(source => source.State == SourceState.NoCredential).ToArray();
        if (silent.Length > 0) page.Wrapped("Not asked, for want of a credential: " + string.Join(", ", silent.Select(source => $"{source.About.Name} ({string.Join(" or ", source.About.Needs)})")), Ink.Faint);
        page.Wrapped(string.Create(CultureInfo.InvariantCulture, $"The catalogue now has {report.RowCount:N0} prices, earlier ones included."));
    }

    public static (string Word, Ink Ink) State(SourceReport source) => source.State switch
    {
        SourceState.Fresh when source.Held.IsEmpty => ("fresh", Ink.Good),
        SourceState.Fresh => ("fresh", Ink.Careful),
        SourceState.Partly => ("partly stale", Ink.Careful),
        SourceState.Held => ("held back", Ink.Careful),
        _ => ("stale", Ink.Bad),
    };

    private static IEnumerable<string> Remarks(SourceReport source)
    {
        if (source.State == SourceState.Held) yield return $"{source.Why}. Its last prices stay. Let them through with --accept {source.About.Name}";
        else if (source.Why.Length > 0) yield return $"{source.Why}. Its last prices stay.";
        foreach (var part in source.Stale.Take(StaleShown)) yield return part;
        if (source.Stale.Length > StaleShown) yield return $"... and {source.Stale.Length - StaleShown} more parts";
        foreach (var held in source.Held.Take(HeldShown)) yield return $"held back: {held.Offer} {held.Before} -> {held.Now}";
        if (source.Held.Length > HeldShown) yield return $"... and {Number(source.Held.Length - HeldShown)} more prices";
        if (!source.Held.IsEmpty) yield return $"Let them through with --accept {source.About.Name}";
        if (source.Rows is { Refused: > 0 } rows)
            foreach (var reason in rows.Reasons().Where(reason => reason.Contains(" refused: ", StringComparison.Ordinal)).Take(StaleShown)) yield return reason;
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
