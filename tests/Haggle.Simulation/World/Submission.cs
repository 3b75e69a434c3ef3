using Haggle.Core.Runs;
using Haggle.Simulation.Agents;

namespace Haggle.Simulation.World;

/// <summary>A job that a user submits, and what the user does about it later.</summary>
internal sealed class Submission
{
    public required string Key { get; init; }

    public required Job Job { get; init; }

    public required SimProgram Program { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>When the user stops it, and how; null for never.</summary>
    public (TimeSpan After, StopWish Wish)? Stop { get; init; }

    /// <summary>The run that it became.</summary>
    public RunId? Run { get; set; }

    public DateTimeOffset? AcceptedAt { get; set; }

    public Run? Last { get; set; }

    /// <summary>Whether the program fails more often than the task allows, or at all.</summary>
    public required bool WillFail { get; init; }

    public bool IsOver => Last?.Phase is RunPhase.Ended;
}
