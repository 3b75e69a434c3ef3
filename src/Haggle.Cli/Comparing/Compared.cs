using Haggle.Core.Units;

namespace Haggle.Cli.Comparing;

/// <summary>A result beside the others of its task.</summary>
/// <param name="Result">The result.</param>
/// <param name="Time">What the task takes there: as many steps as the longest of the results.</param>
/// <param name="Cost">What that costs.</param>
/// <param name="BeatenBy">What is as cheap or cheaper and as fast or faster; null on the frontier.</param>
/// <param name="IsBestValue">Whether it is the frontier's knee.</param>
internal sealed record Compared(Measured Result, TimeSpan Time, Money Cost, Measured? BeatenBy, bool IsBestValue);
