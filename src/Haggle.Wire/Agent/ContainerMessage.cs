namespace Haggle.Wire.Agent;

/// <summary>The container that a machine's scripts run in.</summary>
public sealed record ContainerMessage
{
    /// <summary>The image, or a framework's name ("pytorch", "pytorch:cuda12.4") for Haggle's own choice.</summary>
    public required string Image { get; init; }

    /// <summary>"docker" or "podman"; "" for whichever is there.</summary>
    public string Engine { get; init; } = "";

    /// <summary>"host", "none" or "bridge".</summary>
    public string Network { get; init; } = "host";

    /// <summary>The size of /dev/shm in MiB; 0 for half of the memory.</summary>
    public long ShmMib { get; init; }

    /// <summary>The most memory in MiB; 0 for all that the machine has.</summary>
    public long MemoryMib { get; init; }

    /// <summary>The most CPU time, in CPUs; 0 for all that the machine has.</summary>
    public double Cpus { get; init; }

    /// <summary>The most processes and threads; 0 for no limit.</summary>
    public int Pids { get; init; }

    /// <summary>Whether the programs are root inside.</summary>
    public bool Root { get; init; }

    /// <summary>Further words for the engine's run command.</summary>
    public string[] RunOptions { get; init; } = [];

    /// <summary>How many GPUs the machine was let with; 0 for none.</summary>
    public int Gpus { get; init; }

    /// <summary>The accelerator's name, or "".</summary>
    public string Accelerator { get; init; } = "";

    /// <summary>Its compute capability ("8.0") by the accelerator table, where the driver does not tell; "" when it has none.</summary>
    public string Capability { get; init; } = "";
}
