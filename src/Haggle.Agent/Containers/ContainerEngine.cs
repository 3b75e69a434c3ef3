namespace Haggle.Agent.Containers;

/// <summary>A container engine that answers.</summary>
internal sealed record ContainerEngine
{
    /// <summary>"docker" or "podman".</summary>
    public required string Name { get; init; }

    /// <summary>Its command: the full path of the program.</summary>
    public required string Program { get; init; }

    /// <summary>Whether it runs without root's rights: root inside is the user outside.</summary>
    public bool Rootless { get; init; }

    /// <summary>Which limits it can set: "memory", "cpu", "cpuset", "pids".</summary>
    public IReadOnlySet<string> Limits { get; init; } = All;

    /// <summary>Whether the kernel counts swap, so that a limit can forbid it.</summary>
    public bool CountsSwap { get; init; } = true;

    /// <summary>Where docker's service listens ("unix:///var/run/docker.sock"); "" for podman, which has none.</summary>
    public string Address { get; init; } = "";

    /// <summary>Every limit.</summary>
    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.Ordinal) { "memory", "cpu", "cpuset", "pids" };

    /// <summary>Whether it is podman.</summary>
    public bool IsPodman => Name == "podman";
}
