using Haggle.Wire.Rest;

namespace Haggle.Cli.Render;

/// <summary>The history of a run: what was decided, when and why.</summary>
internal static class EventsView
{
    private const int KindWidth = 12;

    public static void Write(Page page, EventListMessage list)
    {
        if (list.Events.Length == 0) page.Line("Nothing was decided yet.");
        var day = "";
        foreach (var line in list.Events)
        {
            if (TimeText.Day(line.At) != day) page.Line(new Inked(day = TimeText.Day(line.At), Ink.Strong));
            var attempt = line.Epoch > 0 ? $"#{line.Epoch}" : "";
            var lead = $"  {TimeText.Clock(line.At)} {attempt,-4}{line.Kind.PadRight(KindWidth)} ";
            page.Wrapped(line.Text, Ink.Plain, lead, lead.Length);
        }
    }
}
