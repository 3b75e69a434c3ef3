using Haggle.Wire.Agent;

namespace Haggle.Agent.Progress;

/// <summary>What a line of the program told the agent. A closed set.</summary>
internal abstract record TaskLine
{
    private TaskLine()
    {
    }

    /// <summary>How far it is. Fields that the line did not name are null.</summary>
    public sealed record Told(long? Step, long? Of, double? Loss, double? Rate, string? Unit, string? Phase, Dictionary<string, double> Metrics) : TaskLine
    {
        // What a state carries to the server with every answer must stay small, whatever a program prints.
        private const int MaxPhases = 32;

        /// <summary>The progress after this line: the length and the unit need to be told once only.</summary>
        public ProgressMessage After(ProgressMessage? before, DateTimeOffset now) => new()
        {
            Step = Step ?? before?.Step ?? 0,
            Of = Of ?? before?.Of,
            Loss = Loss,
            Rate = Rate,
            RateUnit = Unit ?? before?.RateUnit ?? "",
            Metrics = Metrics,
            Phase = Phase ?? before?.Phase ?? "",
            PhaseSeconds = Phases(before, now),
            At = now,
        };

        /// <summary>The time since the line before belongs to the phase that it was in.</summary>
        private static Dictionary<string, double> Phases(ProgressMessage? before, DateTimeOffset now)
        {
            if (before is not { Phase.Length: > 0 }) return before?.PhaseSeconds ?? [];
            var seconds = new Dictionary<string, double>(before.PhaseSeconds);
            if (seconds.Count < MaxPhases || seconds.ContainsKey(before.Phase))
                seconds[before.Phase] = seconds.GetValueOrDefault(before.Phase) + Math.Max(0, (now - before.At).TotalSeconds);
            return seconds;
        }
    }

    /// <summary>A checkpoint is complete now.</summary>
    /// <param name="Step">Its step, or -1.</param>
    /// <param name="Path">The file or folder, relative to the checkpoint folder; "" for the whole folder.</param>
    public sealed record Saved(long Step, string Path) : TaskLine;

    /// <summary>Something for people.</summary>
    public sealed record Noted(string Text) : TaskLine;
}
