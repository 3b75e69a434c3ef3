namespace Haggle.Core.Tasks;

/// <summary>Where the program keeps its checkpoints, so that a lost machine costs minutes and not the run.</summary>
public sealed record CheckpointSpec
{
    /// <summary>How many are kept when the file does not say.</summary>
    public const int DefaultKeep = 3;

    /// <summary>The folder in which the program writes and from which it resumes; absolute, starting with ~, or relative to the working folder.</summary>
    public required string Path { get; init; }

    /// <summary>How often the program writes one; null when it decides by itself, and then the planner assumes the best interval.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>How many of the newest are kept; at least 1. Default 3.</summary>
    public int Keep { get; init; } = DefaultKeep;

    /// <summary>Where they are saved outside the machine: an address such as s3://bucket/folder or a local path; null for the server's own store.</summary>
    public string? Store { get; init; }
}
