namespace Haggle.Wire.Hosts;

/// <summary>A driver of accelerators.</summary>
public sealed record GpuDriverMessage
{
    /// <summary>"NVIDIA" or "AMD".</summary>
    public required string Maker { get; init; }

    /// <summary>The driver's version; "" when it does not say.</summary>
    public string Version { get; set; } = "";

    /// <summary>The newest CUDA version that the driver can serve ("12.4"); "" for other makers, or when it does not say.</summary>
    public string CudaMax { get; set; } = "";

    /// <summary>Why it does not work, for people; "" when it does.</summary>
    public string Problem { get; set; } = "";
}
