using System.Globalization;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Render;

/// <summary>What was learnt of spot markets, one kind of market on a line.</summary>
internal static class ExperienceView
{
    public static void Write(Page page, ExperienceMessage experience)
    {
        if (experience.Classes.Length == 0)
        {
            page.Wrapped("Nothing was learnt yet: no spot machine was asked for. Decisions go by recorded markets until then.");
            return;
        }

        var table = new TextTable(
            new Column("MARKET"), new Column("LAUNCHED", Right: true), new Column("NONE LEFT", Right: true), new Column("TAKEN BACK", Right: true), new Column("HELD", Right: true),
            new Column("LOST", Right: true), new Column("LAUNCH FAILS", Right: true, Leaves: 1));
        foreach (var kind in experience.Classes)
        {
            var name = string.Join(' ', new[] { kind.Provider, kind.Region, kind.Accelerator }.Where(part => part.Length > 0));
            table.Row(
                name, Count(kind.Launches), Count(kind.Failures), Count(kind.Reclaims), TimeText.Span(kind.HeldHours * 3600),
                "x" + kind.Loss.ToString("0.0", CultureInfo.InvariantCulture), MoneyText.Percent(kind.FailureShare));
            table.Note(new Inked("before any of that: " + kind.PriorOrigin, Ink.Faint));
        }

        page.Table(table);
        page.Blank();
        page.Wrapped("LOST says how much more often a machine is expected to be taken back than in all recordings together. What is old counts less: half after two weeks.", Ink.Faint);
    }

    public static void Write(Page page, ExperienceImportMessage came) =>
        page.Wrapped(string.Create(CultureInfo.InvariantCulture, $"Taken in: {came.Added}. Left out: {came.LeftOut}, known already or more than is remembered of one offer."));

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
}
