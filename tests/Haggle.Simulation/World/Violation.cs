namespace Haggle.Simulation.World;

/// <summary>A broken promise.</summary>
/// <param name="Promise">Which, in a few words: the name of its checker.</param>
/// <param name="What">What happened.</param>
/// <param name="At">When, in the world's time.</param>
public sealed record Violation(string Promise, string What, DateTimeOffset At)
{
    /// <inheritdoc/>
    public override string ToString() => $"[{Promise}] {What} (at {At:dd HH:mm:ss.fff})";
}
