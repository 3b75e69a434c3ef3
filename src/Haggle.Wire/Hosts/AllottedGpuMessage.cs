namespace Haggle.Wire.Hosts;

/// <summary>An accelerator of an allotment.</summary>
public sealed record AllottedGpuMessage
{
    /// <summary>What it is named in allotments: <see cref="GpuMessage.Id"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The card's number, as the driver counts.</summary>
    public required int Index { get; init; }

    /// <summary>"NVIDIA" or "AMD".</summary>
    public required string Maker { get; init; }

    /// <summary>The name that stays the same; "" when the driver tells none.</summary>
    public string Uuid { get; set; } = "";

    /// <summary>The share of its memory in thousandths; 1000 for the whole card.</summary>
    public required int Thousandths { get; init; }

    /// <summary>The memory that this share is, in MiB.</summary>
    public long MemoryMib { get; set; }
}
