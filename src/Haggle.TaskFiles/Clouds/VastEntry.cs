using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.TaskFiles.Clouds;

/// <summary>vast.ai as the configuration has it; what is null has a default.</summary>
public sealed record VastEntry
{
    /// <summary>The file of the private key, or "" for one of Haggle's own.</summary>
    public string Key { get; init; } = "";

    /// <summary>The image that machines run, or "".</summary>
    public string Image { get; init; } = "";

    /// <summary>The disk of a machine.</summary>
    public Gib? Disk { get; init; }

    /// <summary>The least share of the time that a host was up, 0 to 1.</summary>
    public double? Reliability { get; init; }

    /// <summary>Whether hosts that are not verified will do.</summary>
    public bool TakesUnverified { get; init; }

    /// <summary>Whether only data centres will do.</summary>
    public bool DataCentresOnly { get; init; }

    /// <summary>Two-letter codes of countries; empty for all.</summary>
    public ImmutableArray<string> Countries { get; init; } = [];

    /// <summary>How much more than the least bid is bid, as a share.</summary>
    public double? BidAbove { get; init; }
}
