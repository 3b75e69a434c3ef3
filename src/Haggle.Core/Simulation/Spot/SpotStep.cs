using Haggle.Core.Policy.Spot;

namespace Haggle.Core.Simulation.Spot;

/// <summary>One tick of a simulated run, for drawings.</summary>
/// <param name="Held">What was held during the tick.</param>
/// <param name="Up">Which zones were available, bit z for zone z.</param>
/// <param name="Work">Seconds of work left after the tick.</param>
/// <param name="Cost">The cost so far, in thousandths of a dollar per hour times seconds.</param>
public readonly record struct SpotStep(SpotAction Held, ulong Up, long Work, long Cost);
