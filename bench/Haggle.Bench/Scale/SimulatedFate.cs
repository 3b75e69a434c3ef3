namespace Haggle.Bench.Scale;

/// <summary>What a simulated machine has before it.</summary>
/// <param name="Reclaim">How long after it was made it is taken back.</param>
/// <param name="TellEvery">How often its program tells progress.</param>
internal readonly record struct SimulatedFate(TimeSpan Reclaim, TimeSpan TellEvery);
