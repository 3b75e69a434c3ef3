namespace Haggle.Core.Tasks;

/// <summary>What a file mount brings to the node.</summary>
public abstract record MountSource
{
    private MountSource()
    {
    }

    /// <summary>A file or folder on the user's machine, copied.</summary>
    /// <param name="Path">As written: absolute, relative to the caller's folder, or starting with ~.</param>
    public sealed record Local(string Path) : MountSource;

    /// <summary>A file, folder or bucket behind an address, copied.</summary>
    /// <param name="Uri">As written, for example s3://bucket/folder, hf://datasets/x or https://host/file.</param>
    public sealed record Remote(string Uri) : MountSource;

    /// <summary>A bucket that is mounted, copied or created.</summary>
    /// <param name="Object">The bucket and how to attach it.</param>
    public sealed record Storage(StorageObject Object) : MountSource;
}
