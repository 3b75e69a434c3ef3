namespace Haggle.Conformance.Agents;

/// <summary>What was really done on a machine, however its agent tells it.</summary>
/// <param name="SetUps">How often the setup was run.</param>
/// <param name="Starts">How often the program was started.</param>
/// <param name="Saved">Whether the program had the time to save when it was told to stop.</param>
public sealed record LawDeeds(int SetUps, int Starts, bool Saved);
