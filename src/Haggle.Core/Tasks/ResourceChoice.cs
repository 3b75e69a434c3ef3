using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.Core.Tasks;

/// <summary>One complete description of the machine wanted for each node. Null means not asked for.</summary>
public sealed record ResourceChoice
{
    /// <summary>Where it may be. Default anywhere.</summary>
    public Placement Placement { get; init; } = Placement.Anywhere;

    /// <summary>Accelerators per node; null for a machine without.</summary>
    public AcceleratorRequest? Accelerators { get; init; }

    /// <summary>Options of TPUs; null for none.</summary>
    public AcceleratorArgs? AcceleratorArgs { get; init; }

    /// <summary>Virtual CPUs.</summary>
    public CpuRequest? Cpus { get; init; }

    /// <summary>Main memory.</summary>
    public MemoryRequest? Memory { get; init; }

    /// <summary>The provider's own name of the machine type.</summary>
    public string? InstanceType { get; init; }

    /// <summary>Whether it is rented as a spot machine, which can be taken away. Default false.</summary>
    public bool UseSpot { get; init; }

    /// <summary>The most one node may cost per hour.</summary>
    public HourlyRate? MaxHourlyCost { get; init; }

    /// <summary>Size of the system disk. Default 256 GiB.</summary>
    public Gib DiskSize { get; init; } = Gib.FromGib(256);

    /// <summary>Speed class of the system disk. Default medium.</summary>
    public DiskTier DiskTier { get; init; } = DiskTier.Medium;

    /// <summary>Speed class of the network. Default standard.</summary>
    public NetworkTier NetworkTier { get; init; }

    /// <summary>A disk inside the machine.</summary>
    public LocalDisk? LocalDisk { get; init; }

    /// <summary>Ports to open.</summary>
    public ImmutableArray<PortRange> Ports { get; init; } = [];

    /// <summary>The image to start from; null for the provider's default.</summary>
    public ImageChoice? Image { get; init; }

    /// <summary>Labels for the machine.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>When an idle machine ends; null for never.</summary>
    public Autostop? Autostop { get; init; }

    /// <summary>-1000 to 1000; higher goes first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>The scheduler's name for a priority.</summary>
    public string? PriorityClass { get; init; }

    /// <summary>Disks to attach.</summary>
    public ImmutableArray<AttachedVolume> Volumes { get; init; } = [];
}
