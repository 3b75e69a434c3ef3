using Haggle.Core.Units;

namespace Haggle.Cli.Owning;

/// <summary>A part of what the machine costs.</summary>
/// <param name="What">The part.</param>
/// <param name="Count">How many.</param>
/// <param name="Each">What one costs.</param>
/// <param name="Source">Where and when.</param>
internal sealed record PriceLine(string What, int Count, Money Each, string Source)
{
    public Money Total => Each * Count;
}
