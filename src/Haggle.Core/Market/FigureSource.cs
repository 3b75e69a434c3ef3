namespace Haggle.Core.Market;

/// <summary>Where a figure of an accelerator comes from.</summary>
public enum FigureSource
{
    /// <summary>The vendor's data sheet or architecture paper.</summary>
    Vendor,

    /// <summary>Epoch AI, "Machine Learning Hardware", licensed CC-BY.</summary>
    Epoch,

    /// <summary>The RightNow GPU database, which follows TechPowerUp.</summary>
    RightNow,

    /// <summary>Computed from FP32 and the ratio of rates in the vendor's architecture paper.</summary>
    Derived,
}
