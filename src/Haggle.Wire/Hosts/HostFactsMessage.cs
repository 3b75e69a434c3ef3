namespace Haggle.Wire.Hosts;

/// <summary>What <c>haggle-agent host facts</c> tells about the computer that it runs on: what there is, what is free, and who uses it.</summary>
public sealed record HostFactsMessage
{
    /// <summary>The version of the agent that tells.</summary>
    public required string Agent { get; init; }

    /// <summary>The computer's own name.</summary>
    public required string Host { get; init; }

    /// <summary>The processor's architecture, as <c>uname -m</c> says it: "x86_64", "aarch64".</summary>
    public required string Architecture { get; init; }

    /// <summary>The operating system in words; "" when it does not say.</summary>
    public string System { get; set; } = "";

    /// <summary>The kernel's version.</summary>
    public string Kernel { get; set; } = "";

    /// <summary>The name of this boot: another one after every restart.</summary>
    public required string Boot { get; init; }

    /// <summary>What the computer's clock shows; it may be wrong.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The user that the agent runs as.</summary>
    public required string User { get; init; }

    /// <summary>The CPUs that the user may use.</summary>
    public required int Vcpus { get; init; }

    /// <summary>The load of the last minute: how many processes wanted a CPU; null when it cannot be read.</summary>
    public double? Load { get; set; }

    /// <summary>Main memory in MiB, or the limit of the container that the agent runs in.</summary>
    public required long MemoryMib { get; init; }

    /// <summary>Main memory that programs could have now.</summary>
    public required long MemoryFreeMib { get; init; }

    /// <summary>The disk that holds the user's home, in MiB.</summary>
    public required long DiskMib { get; init; }

    /// <summary>What is free of it for the user.</summary>
    public required long DiskFreeMib { get; init; }

    /// <summary>The drivers of accelerators that are installed, working or not.</summary>
    public GpuDriverMessage[] Drivers { get; set; } = [];

    /// <summary>The accelerators, by number; a card that is divided (MIG) shows its parts.</summary>
    public GpuMessage[] Gpus { get; set; } = [];

    /// <summary>The container engines that are installed, usable or not.</summary>
    public ContainerEngineMessage[] Engines { get; set; } = [];

    /// <summary>The folder that holds the truth about allotments here.</summary>
    public string AllotmentPlace { get; set; } = "";

    /// <summary>What is allotted now, by whomever.</summary>
    public AllotmentMessage[] Allotments { get; set; } = [];

    /// <summary>What people should know: a driver that does not answer, a folder that cannot be used.</summary>
    public string[] Notes { get; set; } = [];
}
