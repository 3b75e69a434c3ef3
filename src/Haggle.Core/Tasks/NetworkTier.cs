namespace Haggle.Core.Tasks;

/// <summary>The speed class of the network between nodes.</summary>
public enum NetworkTier
{
    /// <summary>What the machine has anyway.</summary>
    Standard,

    /// <summary>The fastest that the place offers (InfiniBand, EFA, GPUDirect).</summary>
    Best,
}
