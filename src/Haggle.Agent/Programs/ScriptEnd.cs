namespace Haggle.Agent.Programs;

/// <summary>How a script ended.</summary>
/// <param name="Code">Its exit code; 128 + n for signal n.</param>
/// <param name="Stopped">Whether it was told to stop.</param>
/// <param name="Killed">Whether it had to be killed because it did not.</param>
/// <param name="Cause">Why it ended badly, when that is known better than by the exit code; otherwise "".</param>
internal sealed record ScriptEnd(int Code, bool Stopped, bool Killed, string Cause);
