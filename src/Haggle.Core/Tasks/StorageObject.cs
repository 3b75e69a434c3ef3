using System.Collections.Immutable;

namespace Haggle.Core.Tasks;

/// <summary>A bucket or volume that a task mounts.</summary>
public sealed record StorageObject
{
    /// <summary>The bucket's name; null when the source names it.</summary>
    public string? Name { get; init; }

    /// <summary>Local paths to upload or the address of an existing bucket; empty for a new, empty bucket.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>The kind of store; null to follow the source's address or the machine's cloud.</summary>
    public StorageStore? Store { get; init; }

    /// <summary>Whether the bucket outlives the task. Default true.</summary>
    public bool Persistent { get; init; } = true;

    /// <summary>How it appears on the node. Default <see cref="StorageMode.Mount"/>.</summary>
    public StorageMode Mode { get; init; }

    /// <summary>Extra options for the mounting program, as written; null for none.</summary>
    public string? MountOptions { get; init; }

    /// <summary>What it is for; null when not said.</summary>
    public StorageUse? Use { get; init; }

    /// <summary>Fine tuning; null for none.</summary>
    public StorageConfig? Config { get; init; }
}
