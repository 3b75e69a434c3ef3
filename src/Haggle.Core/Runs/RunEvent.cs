namespace Haggle.Core.Runs;

/// <summary>One line of a run's history, for people.</summary>
/// <param name="Run">The run.</param>
/// <param name="Epoch">The attempt; 0 for none.</param>
/// <param name="At">When.</param>
/// <param name="Kind">A stable word ("decision", "launched", "reclaim", ...).</param>
/// <param name="Text">One sentence.</param>
public sealed record RunEvent(RunId Run, int Epoch, DateTimeOffset At, string Kind, string Text);
