using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.Core.Tasks;

/// <summary>Fine tuning of a storage object. Everything absent is left to the store's own default.</summary>
public sealed record StorageConfig
{
    /// <summary>Size of a volume that is created.</summary>
    public Gib? DiskSize { get; init; }

    /// <summary>Speed class of a volume that is created.</summary>
    public DiskTier? DiskTier { get; init; }

    /// <summary>"network" or "instance", as the provider names it.</summary>
    public string? StorageType { get; init; }

    /// <summary>"read_only" or "read_write", as the provider names it.</summary>
    public string? AttachMode { get; init; }

    /// <summary>Options of the cached mount by their documented name, values as written.</summary>
    public ImmutableSortedDictionary<string, string> MountCached { get; init; } = NoOptions;

    /// <summary>Whether a plain mount is read-only; null when not said.</summary>
    public bool? MountReadOnly { get; init; }

    /// <summary>Extra arguments for the Hugging Face mount program.</summary>
    public ImmutableArray<string> HfMountArgs { get; init; } = [];

    private static ImmutableSortedDictionary<string, string> NoOptions => ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
