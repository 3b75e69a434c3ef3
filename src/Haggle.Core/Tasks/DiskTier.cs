namespace Haggle.Core.Tasks;

/// <summary>The speed class of a disk.</summary>
public enum DiskTier
{
    /// <summary>Ordinary disks.</summary>
    Low,

    /// <summary>The usual SSD; the default.</summary>
    Medium,

    /// <summary>A fast SSD.</summary>
    High,

    /// <summary>The fastest network disk.</summary>
    Ultra,

    /// <summary>The fastest that the place offers.</summary>
    Best,
}
