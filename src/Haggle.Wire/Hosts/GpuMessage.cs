namespace Haggle.Wire.Hosts;

/// <summary>One accelerator, or one part of a card that is divided (MIG). What the driver does not tell is null or "".</summary>
public sealed record GpuMessage
{
    /// <summary>The card's number, as the driver counts.</summary>
    public required int Index { get; init; }

    /// <summary>The name that stays the same: "GPU-...", "MIG-..."; "" when the driver tells none.</summary>
    public string Uuid { get; set; } = "";

    /// <summary>How allotments name it: the uuid, or "MAKER-INDEX" when there is none.</summary>
    public required string Id { get; init; }

    /// <summary>The model in the driver's words.</summary>
    public required string Name { get; init; }

    /// <summary>"NVIDIA" or "AMD".</summary>
    public required string Maker { get; init; }

    /// <summary>For a part of a divided card, its profile ("1g.10gb"); otherwise "".</summary>
    public string MigProfile { get; set; } = "";

    /// <summary>The place on the bus; "" when it is not told.</summary>
    public string Bus { get; set; } = "";

    /// <summary>CUDA's compute capability ("8.0") or AMD's target ("gfx90a").</summary>
    public string Capability { get; set; } = "";

    /// <summary>Its memory in MiB.</summary>
    public long MemoryMib { get; set; }

    /// <summary>Of that, in use.</summary>
    public long? UsedMib { get; set; }

    /// <summary>How busy it is, 0 to 100.</summary>
    public double? UtilisationPercent { get; set; }

    /// <summary>Its temperature in degrees Celsius.</summary>
    public double? TemperatureCelsius { get; set; }

    /// <summary>The power it draws, in watts.</summary>
    public double? PowerWatts { get; set; }

    /// <summary>The programs that use it, as far as the driver tells.</summary>
    public GpuProcessMessage[] Processes { get; set; } = [];

    /// <summary>Why it cannot be used ("its processes mode forbids it", "it has fallen off the bus"); "" when it can.</summary>
    public string Problem { get; set; } = "";
}
