namespace Haggle.Core.Simulation.Spot;

/// <summary>One kind of job on the grid.</summary>
/// <param name="Work">Seconds of computation.</param>
/// <param name="Window">Seconds from the start to the deadline.</param>
/// <param name="Delay">Seconds of a start-up.</param>
public sealed record SpotCell(long Work, long Window, long Delay);
