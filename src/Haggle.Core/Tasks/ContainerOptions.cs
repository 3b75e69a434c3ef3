using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.Core.Tasks;

/// <summary>How a task's container is run (<c>config.docker</c>). Null means that nothing is asked for.</summary>
public sealed record ContainerOptions
{
    /// <summary>"docker" or "podman"; "" for whichever is there.</summary>
    public string Engine { get; init; } = "";

    /// <summary>The network it sees. Default the machine's own.</summary>
    public ContainerNetwork Network { get; init; }

    /// <summary>The size of <c>/dev/shm</c>; null for half of the memory that the container may use.</summary>
    public Gib? Shm { get; init; }

    /// <summary>The most memory; null for all that the machine has.</summary>
    public Gib? Memory { get; init; }

    /// <summary>The most CPU time, in CPUs, above zero; null for all that the machine has.</summary>
    public double? Cpus { get; init; }

    /// <summary>The most processes and threads, at least 1; null for no limit.</summary>
    public int? Pids { get; init; }

    /// <summary>Whether the programs are root inside, so that setup may install packages. Default false: they are the user.</summary>
    public bool Root { get; init; }

    /// <summary>Further words for the engine's <c>run</c> command, behind Haggle's own.</summary>
    public ImmutableArray<string> RunOptions { get; init; } = [];
}
