using Haggle.Core.Units;

namespace Haggle.Core.Economics.Training;

/// <summary>One part of an expected cost.</summary>
/// <param name="Name">What it pays for ("training", "lost work and restarts").</param>
/// <param name="Cost">How much.</param>
/// <param name="Time">How long it takes on each machine; null for what takes no time.</param>
public sealed record CostPart(string Name, Money Cost, TimeSpan? Time);
