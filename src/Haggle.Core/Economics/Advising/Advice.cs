using System.Collections.Immutable;
using System.Globalization;

namespace Haggle.Core.Economics.Advising;

/// <summary>What the rules that apply say about a case.</summary>
/// <param name="Reasons">The rules that apply and their sentences, the heaviest first.</param>
/// <param name="Leans">Which way they lean together; null when they balance or none applies.</param>
public sealed record Advice(ImmutableArray<(AdviceRule Rule, string Text)> Reasons, Leaning? Leans)
{
    /// <summary>Asks every rule.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="facts">The numbers of the case by name.</param>
    public static Advice Of(IEnumerable<AdviceRule> rules, IReadOnlyDictionary<string, double> facts)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(facts);
        var applying = rules.Where(rule => rule.When.All(condition => condition.Holds(facts))).OrderByDescending(rule => rule.Weight).ToArray();
        var balance = applying.Sum(rule => rule.Leans == Leaning.Own ? rule.Weight : -rule.Weight);
        return new Advice([.. applying.Select(rule => (rule, Fill(rule.Says, facts)))], balance > 0 ? Leaning.Own : balance < 0 ? Leaning.Rent : null);
    }

    private static string Fill(string text, IReadOnlyDictionary<string, double> facts)
    {
        foreach (var (name, value) in facts) text = text.Replace("{" + name + "}", value.ToString("#,0.#", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return text;
    }
}
