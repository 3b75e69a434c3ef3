namespace Haggle.Wire.Agent;

/// <summary>The file <c>ended.json</c> in a machine's folder: when and why the machine ended by itself.</summary>
public sealed record MachineEnded
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>"lease", "end", "reclaimed", "terminated", "failed" or "agent died".</summary>
    public required string Why { get; init; }
}
