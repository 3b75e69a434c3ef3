using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.TaskFiles.Clouds;

/// <summary>AWS as the configuration has it.</summary>
public sealed record AwsEntry
{
    /// <summary>The regions that may be used.</summary>
    public required ImmutableArray<string> Regions { get; init; }

    /// <summary>From where machines may be reached ("203.0.113.7/32"), or "" for the address that the internet sees of this computer.</summary>
    public string OwnAddress { get; init; } = "";

    /// <summary>The file of the private key, or "" for one of Haggle's own.</summary>
    public string Key { get; init; } = "";

    /// <summary>Subnets by region.</summary>
    public ImmutableDictionary<string, string> Subnets { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Images by region.</summary>
    public ImmutableDictionary<string, string> Images { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Who logs in on the image, or "".</summary>
    public string Login { get; init; } = "";

    /// <summary>The host on the way to a private network, or "".</summary>
    public string JumpHost { get; init; } = "";

    /// <summary>The disk of a machine; null for the default.</summary>
    public Gib? Disk { get; init; }
}
