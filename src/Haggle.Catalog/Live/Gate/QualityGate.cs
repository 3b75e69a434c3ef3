using System.Collections.Immutable;
using System.Globalization;
using Haggle.Core.Units;

namespace Haggle.Catalog.Live.Gate;

/// <summary>
/// Stands between what a source says and the catalogue that questions are answered from. Pure. What is held back is not lost: it is judged again by the next
/// update, and <c>--accept</c> lets it through.
/// </summary>
internal static class QualityGate
{
    /// <summary>Judges a source.</summary>
    public static GateVerdict Judge(GateCase source, GatePolicy policy)
    {
        var wrong = source.Now.Where(each => each.Value <= Money.Zero).Select(each => each.Key).ToImmutableHashSet();
        if (source.IsAccepted) return new GateVerdict("", wrong);
        var moved = source.Now.Where(each => source.Before.TryGetValue(each.Key, out var before) && IsTooFar(before, each.Value, policy)).Select(each => each.Key).ToImmutableHashSet();
        return new GateVerdict(WholeSource(source, moved.Count, policy), moved.Union(wrong));
    }

    /// <summary>Whether a price moved further than is believed.</summary>
    public static bool IsTooFar(Money before, Money now, GatePolicy policy) =>
        before > Money.Zero && now > Money.Zero && (now / before > policy.MoveMost || before / now > policy.MoveMost);

    private static string WholeSource(GateCase source, int moved, GatePolicy policy)
    {
        var (before, now) = (source.Before.Count, source.Now.Count);
        var compared = source.Now.Keys.Count(source.Before.ContainsKey);
        if (before > 0 && now == 0) return string.Create(CultureInfo.InvariantCulture, $"it gave no price at all, and {before:N0} before");
        if (before >= policy.FewestForShares && now < before * policy.KeptLeast) return string.Create(CultureInfo.InvariantCulture, $"it gave {now:N0} prices, and {before:N0} before");
        if (source.RowsRead >= policy.FewestForShares && source.RowsRefused > source.RowsRead * policy.RefusedMost)
            return string.Create(CultureInfo.InvariantCulture, $"{source.RowsRefused:N0} of its {source.RowsRead:N0} rows were refused: its format has changed");
        if (compared >= policy.FewestForShares && moved > compared * policy.MovedMost)
            return string.Create(CultureInfo.InvariantCulture, $"{moved:N0} of {compared:N0} prices moved more than {policy.MoveMost:0.#} times: its unit may have changed");
        return "";
    }
}
