using System.Collections.Immutable;

namespace Haggle.Core.Economics.Speed;

/// <summary>A model that people train by name, and what one unit of its training takes.</summary>
public sealed record ModelProfile
{
    /// <summary>The canonical name ("resnet-50").</summary>
    public required string Name { get; init; }

    /// <summary>Other names.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>What kind of arithmetic it is ("convolution", "transformer"): the name of a <see cref="RooflineLaw"/>, where there is one.</summary>
    public required string Kind { get; init; }

    /// <summary>What is counted, in the singular ("image", "sequence", "token").</summary>
    public required string Unit { get; init; }

    /// <summary>Floating-point operations to train on one unit, forward and backward; null where nobody counted them.</summary>
    public double? FlopsPerUnit { get; init; }

    /// <summary>How many parameters; null when not known.</summary>
    public double? Parameters { get; init; }

    /// <summary>The name under which its speed is published; "" when it is not.</summary>
    public string MeasuredAs { get; init; } = "";

    /// <summary>Where the numbers come from.</summary>
    public required string Source { get; init; }
}
