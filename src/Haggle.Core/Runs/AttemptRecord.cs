namespace Haggle.Core.Runs;

/// <summary>An attempt that has ended, for the bill and the history.</summary>
/// <param name="Attempt">Its last state.</param>
/// <param name="End">Why it ended.</param>
/// <param name="EndedAt">When that was decided.</param>
public sealed record AttemptRecord(Attempt Attempt, AttemptEnd End, DateTimeOffset EndedAt);
