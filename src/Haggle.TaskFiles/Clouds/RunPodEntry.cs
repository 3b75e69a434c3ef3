using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.TaskFiles.Clouds;

/// <summary>RunPod as the configuration has it; what is null has a default.</summary>
public sealed record RunPodEntry
{
    /// <summary>The file of the private key, or "" for one of Haggle's own.</summary>
    public string Key { get; init; } = "";

    /// <summary>The image that machines run, or "".</summary>
    public string Image { get; init; } = "";

    /// <summary>The disk of a machine.</summary>
    public Gib? Disk { get; init; }

    /// <summary>The data centres that may be used; empty for all.</summary>
    public ImmutableArray<string> DataCentres { get; init; } = [];

    /// <summary>Whether hosts of the community will do.</summary>
    public bool TakesCommunity { get; init; }

    /// <summary>How much more than the least bid is bid, as a share.</summary>
    public double? BidAbove { get; init; }
}
