using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.TaskFiles.Clouds;

/// <summary>Google Cloud as the configuration has it; what is null or "" has a default.</summary>
public sealed record GcpEntry
{
    /// <summary>The project that pays.</summary>
    public string Project { get; init; } = "";

    /// <summary>The regions that may be used.</summary>
    public ImmutableArray<string> Regions { get; init; } = [];

    /// <summary>From where machines may be reached ("203.0.113.7/32"), or "" for the address that the internet sees of this computer.</summary>
    public string OwnAddress { get; init; } = "";

    /// <summary>The file of the private key, or "" for one of Haggle's own.</summary>
    public string Key { get; init; } = "";

    /// <summary>The network, or "".</summary>
    public string Network { get; init; } = "";

    /// <summary>The image, or "".</summary>
    public string Image { get; init; } = "";

    /// <summary>The disk of a machine.</summary>
    public Gib? Disk { get; init; }
}
