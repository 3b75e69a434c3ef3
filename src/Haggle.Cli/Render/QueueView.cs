using System.Globalization;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Render;

/// <summary>What waits for machines.</summary>
internal static class QueueView
{
    public static void Write(Page page, QueueMessage queue)
    {
        if (queue.Waiting.Length == 0)
        {
            page.Line($"Nothing waits; {SizeText.Count(queue.Running, "run")} on machines.");
            return;
        }

        var table = new TextTable(
            new Column("RUN", Right: true), new Column("NAME"), new Column("MACHINES", Right: true, Leaves: 1), new Column("STATUS"), new Column("WAITING", Right: true),
            new Column("NEXT TRY", Right: true), new Column("FOR", Folds: true));
        foreach (var entry in queue.Waiting)
            table.Row(
                entry.Run.ToString(CultureInfo.InvariantCulture), entry.Name, entry.Nodes.ToString(CultureInfo.InvariantCulture), Words.Phase(entry.Phase),
                TimeText.Between(entry.WaitingSince, queue.Now), entry.NextTryAt is { } next ? "in " + TimeText.Between(queue.Now, next) : "",
                entry.Reason + PlaceText(entry.Position, entry.StartsAt, queue.Now));
        page.Table(table);
        page.Line(new Inked($"{SizeText.Count(queue.Running, "run")} on machines.", Ink.Faint));
    }

    /// <summary>Where a machine stands in a cluster's queue: ", place 3, expected in 12m"; "" when nobody knows.</summary>
    public static string PlaceText(int? position, DateTimeOffset? startsAt, DateTimeOffset now) =>
        (position is { } place ? $", place {place}" : "") + (startsAt is { } start ? $", expected in {TimeText.Between(now, start)}" : "");
}
