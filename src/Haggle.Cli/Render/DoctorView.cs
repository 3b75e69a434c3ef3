using Haggle.Wire.Rest;

namespace Haggle.Cli.Render;

/// <summary>What was found, and what to do about it.</summary>
internal static class DoctorView
{
    private const int NameWidth = 22;

    public static void Write(Page page, DoctorMessage report)
    {
        foreach (var group in report.Checks.GroupBy(check => check.Group, StringComparer.Ordinal))
        {
            page.Line(new Inked(group.Key, Ink.Strong));
            foreach (var check in group)
            {
                var (mark, ink) = Mark(check.State);
                var lead = $"  {mark,-8}{check.Name.PadRight(NameWidth)} ";
                page.Wrapped(check.Found, ink, lead, lead.Length);
                if (check.WhatToDo.Length > 0) page.Wrapped(check.WhatToDo, Ink.Plain, new string(' ', 10) + "-> ", 13);
            }
        }

        page.Blank();
        var problems = report.Checks.Count(check => check.State == "problem");
        var warnings = report.Checks.Count(check => check.State == "warning");
        page.Line((problems, warnings) switch
        {
            (0, 0) => new Inked("All is well.", Ink.Good),
            (0, _) => new Inked($"{SizeText.Count(warnings, "warning")}; nothing stands in the way.", Ink.Careful),
            _ => new Inked($"{SizeText.Count(problems, "problem")}, {SizeText.Count(warnings, "warning")}.", Ink.Bad),
        });
    }

    private static (string Mark, Ink Ink) Mark(string state) => state switch
    {
        "ok" => ("ok", Ink.Plain),
        "warning" => ("warning", Ink.Careful),
        "problem" => ("PROBLEM", Ink.Bad),
        "off" => ("-", Ink.Faint),
        _ => (state, Ink.Plain),
    };
}
