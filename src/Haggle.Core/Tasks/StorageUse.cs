namespace Haggle.Core.Tasks;

/// <summary>What a storage object is for, so that a suitable way to attach it can be chosen.</summary>
public enum StorageUse
{
    /// <summary>Model checkpoints, only read.</summary>
    ModelCheckpointReadOnly,

    /// <summary>Model checkpoints, read and written.</summary>
    ModelCheckpointReadWrite,

    /// <summary>A data set, only read.</summary>
    DatasetReadOnly,

    /// <summary>A data set, read and written.</summary>
    DatasetReadWrite,
}
