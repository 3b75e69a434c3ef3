using System.Collections.Immutable;

namespace Haggle.Core.Tasks;

/// <summary>Everything one task file says.</summary>
public sealed record TaskFile
{
    /// <summary>The name of the whole; null when nobody gave one.</summary>
    public string? Name { get; init; }

    /// <summary>How the tasks belong together.</summary>
    public TaskFileKind Kind { get; init; }

    /// <summary>The tasks in the order of the file; at least one.</summary>
    public required ImmutableArray<TaskSpec> Tasks { get; init; }

    /// <summary>Names of the tasks that decide when a job group is done; empty for all.</summary>
    public ImmutableArray<string> PrimaryTasks { get; init; } = [];

    /// <summary>How long the other tasks of a job group go on.</summary>
    public TerminationDelays TerminationDelays { get; init; } = TerminationDelays.None;
}
