using System.Collections.Immutable;
using System.Globalization;

namespace Haggle.Core.Economics.Training;

/// <summary>
/// A piece of advice that holds when its conditions do: data, so that it can be read, changed and added to without the program. A condition is "fact word value"
/// with =, !=, &lt; or &gt; ("quota = vcpus", "hours &lt; 1"); one that asks for a fact which is not known does not hold.
/// </summary>
/// <param name="Id">Its lasting name.</param>
/// <param name="Of">The pick whose facts it looks at ("cheapest"), or "plan".</param>
/// <param name="When">Its conditions, all of which must hold.</param>
/// <param name="Say">What to do, with {fact} in the place of facts.</param>
/// <param name="Why">The reason.</param>
/// <param name="Source">Who gives the advice.</param>
public sealed record PlanRule(string Id, string Of, ImmutableArray<string> When, string Say, string Why, string Source)
{
    /// <summary>Whether the rule holds.</summary>
    /// <exception cref="FormatException">A condition is not one.</exception>
    public bool Holds(IReadOnlyDictionary<string, string> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return When.All(condition => Holds(condition, facts));
    }

    /// <summary>The advice with its facts filled in.</summary>
    public string Text(IReadOnlyDictionary<string, string> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var text = Say;
        foreach (var (name, value) in facts) text = text.Replace("{" + name + "}", value, StringComparison.Ordinal);
        return text;
    }

    private bool Holds(string condition, IReadOnlyDictionary<string, string> facts)
    {
        var words = condition.Split(' ', 3);
        if (words.Length != 3 || words[1] is not ("=" or "!=" or "<" or ">")) throw new FormatException($"advice {Id}: '{condition}' is not a condition like 'hours < 1'");
        if (!facts.TryGetValue(words[0], out var value)) return false;
        if (words[1] == "=") return value == words[2];
        if (words[1] == "!=") return value != words[2];
        return Number(value, out var left) && Number(words[2], out var right) && (words[1] == "<" ? left < right : left > right);
    }

    private static bool Number(string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
