using Haggle.Wire.Rest;

namespace Haggle.Cli.Render;

/// <summary>What of ours is in the accounts, what it costs a day, and what becomes of it.</summary>
internal static class SweepView
{
    public static void Write(Page page, LeftoverListMessage answer)
    {
        if (answer.Looked.Length == 0)
        {
            page.Wrapped("No cloud account is configured, so there is nothing to look through (docs/aws.md).", Ink.Faint, "", 0);
            return;
        }

        if (answer.Leftovers.Length == 0)
        {
            page.Line(new Inked($"Nothing of Haggle's is in {string.Join("; ", answer.Looked)}.", Ink.Good));
            return;
        }

        foreach (var group in answer.Leftovers.GroupBy(each => each.Region, StringComparer.Ordinal))
        {
            page.Line(new Inked(group.Key, Ink.Strong));
            foreach (var each in group)
            {
                var lead = $"  {Cost(each),10}  ";
                page.Wrapped($"{each.Kind} {each.Id} ({each.About}): {Standing(each)}", each.Outcome is not ("" or "removed") ? Ink.Bad : each.Standing == "left" ? Ink.Careful : Ink.Plain, lead, lead.Length);
            }
        }

        page.Blank();
        var left = answer.Leftovers.Where(each => each.Standing == "left" && each.Outcome != "removed").ToArray();
        if (left.Length == 0) page.Line(new Inked("Nothing is left over.", Ink.Good));
        else page.Wrapped($"{SizeText.Count(left.Length, "thing")} left over, {Money(left.Sum(each => each.NanoUsdPerDay ?? 0))} a day. Remove with: haggle sweep --remove", Ink.Careful, "", 0);
    }

    private static string Cost(LeftoverMessage each) => each.NanoUsdPerDay is { } nano ? $"{Money(nano)}/d" : "?/d";

    private static string Money(long nano) => MoneyText.Amount(nano, 2);

    private static string Standing(LeftoverMessage each) => each.Outcome.Length > 0 ? each.Outcome : each.Standing switch
    {
        "run" => $"of run {each.Run}",
        "other owner" => $"of another Haggle ({each.Owner}), which looks after it",
        "shared" => "shared by all runs, costs nothing",
        _ => "belongs to no run",
    };
}
