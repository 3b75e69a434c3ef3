using System.Collections.Immutable;

namespace Haggle.Images;

/// <summary>What an image needs of the machine.</summary>
public sealed record ImageNeeds
{
    /// <summary>Nothing is known of it, or it needs nothing.</summary>
    public static ImageNeeds Nothing { get; } = new();

    /// <summary>The CUDA version in it; no version when it has none, or when that is not known.</summary>
    public DottedVersion Cuda { get; init; }

    /// <summary>How that is known, for people: "its tag", "CUDA_VERSION in it".</summary>
    public string Basis { get; init; } = "";

    /// <summary>Whether it holds CUDA's own libraries and compiler and no framework: programs in it may bring code for cards that those do not know.</summary>
    public bool IsToolkit { get; init; }

    /// <summary>Whether the forward-compatibility package is in it; null when that is not known.</summary>
    public bool? HasCompat { get; init; }

    /// <summary>The driver branches that it says it runs on beside newer drivers, with data-center cards; empty when it says none.</summary>
    public ImmutableArray<int> Branches { get; init; } = [];

    /// <summary>The least compute capability that it was built for; no version: that of its CUDA.</summary>
    public DottedVersion CapabilityMin { get; init; }

    /// <summary>The greatest.</summary>
    public DottedVersion CapabilityMax { get; init; }
}
