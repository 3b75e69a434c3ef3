using System.Collections.Immutable;
using Haggle.Core.Market;

namespace Haggle.Core.Economics.Building;

/// <summary>What a part must be like. A rule asks for a number (<see cref="Words"/> empty) or for one of some words.</summary>
public sealed record PartsRule
{
    /// <summary>What people call the part: "PCIe lanes".</summary>
    public required string Part { get; init; }

    /// <summary>What it asks about (<see cref="Build.Number"/>, <see cref="Build.Word"/>).</summary>
    public required string Fact { get; init; }

    /// <summary>What is needed whatever the cards.</summary>
    public double Base { get; init; }

    /// <summary>What each card needs on top.</summary>
    public double PerCard { get; init; }

    /// <summary>What each watt of the cards needs on top.</summary>
    public double PerCardWatt { get; init; }

    /// <summary>What each GB of the cards' memory needs on top.</summary>
    public double PerCardGb { get; init; }

    /// <summary>The unit of the number, for people; "" for a count.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The words that will do.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>The rule holds from so many cards on.</summary>
    public int FromCards { get; init; } = 1;

    /// <summary>Whether the machine does not work otherwise; if not, it is slower or will not last.</summary>
    public bool IsMust { get; init; }

    /// <summary>Why, in a sentence or two.</summary>
    public required string Why { get; init; }

    /// <summary>Who says so, and when.</summary>
    public required Provenance Provenance { get; init; }
}
