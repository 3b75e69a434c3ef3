using System.Collections.Immutable;
using System.Globalization;

namespace Haggle.Core.Economics.Building;

/// <summary>Checks whether the parts of a machine will take the cards that it should take in the end. The rules are data.</summary>
public static class PartsCheck
{
    /// <summary>One finding for each rule that applies, the worst first.</summary>
    public static ImmutableArray<PartsFinding> Of(Build build, IEnumerable<PartsRule> rules)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentOutOfRangeException.ThrowIfLessThan(build.Cards, 1);
        return [.. rules.Where(rule => build.Cards >= rule.FromCards).Select(rule => Check(build, rule)).OrderByDescending(finding => finding.Verdict)];
    }

    private static PartsFinding Check(Build build, PartsRule rule)
    {
        if (rule.Words.Length > 0)
        {
            var word = build.Word(rule.Fact);
            var wordVerdict = word.Length == 0 ? PartsVerdict.Unknown : rule.Words.Contains(word) ? PartsVerdict.Fits : Bad(rule);
            return new PartsFinding(rule, wordVerdict, word, string.Join(" or ", rule.Words));
        }

        var has = build.Number(rule.Fact);
        var needs = Needed(build, rule);
        var verdict = has is null || needs is null ? PartsVerdict.Unknown : has >= needs ? PartsVerdict.Fits : Bad(rule);
        return new PartsFinding(rule, verdict, has is { } number ? Text(number, rule) : "", needs is { } least ? Text(least, rule) + " or more" : "depends on the cards");
    }

    private static PartsVerdict Bad(PartsRule rule) => rule.IsMust ? PartsVerdict.Short : PartsVerdict.Weak;

    private static double? Needed(Build build, PartsRule rule)
    {
        if ((rule.PerCardWatt > 0 && build.CardWatts is null) || (rule.PerCardGb > 0 && build.CardMemoryGb is null)) return null;
        return rule.Base + (build.Cards * (rule.PerCard + (rule.PerCardWatt * (build.CardWatts ?? 0)) + (rule.PerCardGb * (build.CardMemoryGb ?? 0))));
    }

    private static string Text(double number, PartsRule rule) => number.ToString("#,0.#", CultureInfo.InvariantCulture) + (rule.Unit.Length > 0 ? " " + rule.Unit : "");
}
