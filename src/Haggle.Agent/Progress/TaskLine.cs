using Haggle.Wire.Agent;

namespace Haggle.Agent.Progress;

/// <summary>What a line of the program told the agent. A closed set.</summary>
internal abstract record TaskLine
{
    private TaskLine()
    {
    }

    /// <summary>How far it is. Fields that the line did not name are null.</summary>
    public sealed record Told(long? Step, long? Of, double? Loss, double? Rate, string? Unit, Dictionary<string, double> Metrics) : TaskLine
    {
        /// <summary>The progress after this line: the length and the unit need to be told once only.</summary>
        public ProgressMessage After(ProgressMessage? before, DateTimeOffset now) => new()
        {
            Step = Step ?? before?.Step ?? 0,
            Of = Of ?? before?.Of,
            Loss = Loss,
            Rate = Rate,
            RateUnit = Unit ?? before?.RateUnit ?? "",
            Metrics = Metrics,
            At = now,
        };
    }

    /// <summary>A checkpoint is complete now.</summary>
    /// <param name="Step">Its step, or -1.</param>
    /// <param name="Path">The file or folder, relative to the checkpoint folder; "" for the whole folder.</param>
    public sealed record Saved(long Step, string Path) : TaskLine;

    /// <summary>Something for people.</summary>
    public sealed record Noted(string Text) : TaskLine;
}
