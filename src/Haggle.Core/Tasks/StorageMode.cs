namespace Haggle.Core.Tasks;

/// <summary>How a storage object appears on the node.</summary>
public enum StorageMode
{
    /// <summary>Mounted; reads and writes go to the store.</summary>
    Mount,

    /// <summary>Copied to the node's disk before setup.</summary>
    Copy,

    /// <summary>Mounted through a local cache; writes are uploaded later.</summary>
    MountCached,
}
