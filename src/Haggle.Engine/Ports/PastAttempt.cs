using Haggle.Core.Runs;

namespace Haggle.Engine.Ports;

/// <summary>An attempt that has ended, with the run that it belongs to.</summary>
/// <param name="Run">The run.</param>
/// <param name="IsRehearsal">Whether that run is a rehearsal, which sees a market of its own.</param>
/// <param name="Record">The attempt.</param>
public sealed record PastAttempt(RunId Run, bool IsRehearsal, AttemptRecord Record);
