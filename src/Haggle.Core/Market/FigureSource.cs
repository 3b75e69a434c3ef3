namespace Haggle.Core.Market;

/// <summary>Where a figure of an accelerator comes from.</summary>
public enum FigureSource
{
    /// <summary>The vendor's data sheet or architecture paper; no other source was there to check it against.</summary>
    Vendor,

    /// <summary>Epoch AI, "Machine Learning Hardware", licensed CC-BY.</summary>
    Epoch,

    /// <summary>The RightNow GPU database, which follows TechPowerUp.</summary>
    RightNow,

    /// <summary>Computed from another figure and a whole ratio in the vendor's architecture paper, or from a board's figure and its number of chips.</summary>
    Derived,

    /// <summary>AWS: the DescribeInstanceTypes records and the documentation of its Neuron chips.</summary>
    Aws,
}
