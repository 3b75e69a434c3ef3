namespace Haggle.Core.Economics.Building;

/// <summary>The parts of a machine that is to take several cards. What is null or "" is not known.</summary>
public sealed record Build
{
    /// <summary>How many cards it should take in the end; at least 1.</summary>
    public int Cards { get; init; } = 4;

    /// <summary>What one card draws at most, watts.</summary>
    public double? CardWatts { get; init; }

    /// <summary>The memory of one card, GB.</summary>
    public double? CardMemoryGb { get; init; }

    /// <summary>How the cards are cooled: "blower", "open" or "water".</summary>
    public string CardCooling { get; init; } = "";

    /// <summary>PCIe lanes of the processor.</summary>
    public double? PcieLanes { get; init; }

    /// <summary>Slots for cards that are two slots wide.</summary>
    public double? PcieSlots { get; init; }

    /// <summary>What the supply gives, watts.</summary>
    public double? SupplyWatts { get; init; }

    /// <summary>Cores of the processor.</summary>
    public double? Cores { get; init; }

    /// <summary>Main memory, GB.</summary>
    public double? MemoryGb { get; init; }

    /// <summary>The disk that the data lies on: "nvme", "sata" or "hdd".</summary>
    public string Disk { get; init; } = "";

    /// <summary>A number by the name that rules use; null when it is not known.</summary>
    /// <exception cref="ArgumentException">There is no such number.</exception>
    public double? Number(string name) => name switch
    {
        "pcie_lanes" => PcieLanes,
        "pcie_slots" => PcieSlots,
        "supply_watts" => SupplyWatts,
        "cores" => Cores,
        "memory_gb" => MemoryGb,
        _ => throw new ArgumentException($"no number of a machine is called {name}", nameof(name)),
    };

    /// <summary>A word by the name that rules use; "" when it is not known.</summary>
    /// <exception cref="ArgumentException">There is no such word.</exception>
    public string Word(string name) => name switch
    {
        "disk" => Disk,
        "card_cooling" => CardCooling,
        _ => throw new ArgumentException($"no word of a machine is called {name}", nameof(name)),
    };
}
