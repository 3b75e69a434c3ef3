namespace Haggle.Core.Economics.Advising;

/// <summary>A number of the case must lie in a range; a number that nobody gave lies in none.</summary>
/// <param name="Fact">The number's name.</param>
/// <param name="AtLeast">From here on.</param>
/// <param name="Below">Up to here, this excluded.</param>
public sealed record AdviceCondition(string Fact, double AtLeast, double Below)
{
    /// <summary>Whether it holds.</summary>
    public bool Holds(IReadOnlyDictionary<string, double> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.TryGetValue(Fact, out var value) && value >= AtLeast && value < Below;
    }
}
