using System.Collections.Immutable;

namespace Haggle.TaskFiles.Clouds;

/// <summary>Lambda as the configuration has it.</summary>
public sealed record LambdaEntry
{
    /// <summary>The file of the private key, or "" for one of Haggle's own.</summary>
    public string Key { get; init; } = "";

    /// <summary>The regions that may be used; empty for all.</summary>
    public ImmutableArray<string> Regions { get; init; } = [];

    /// <summary>The image family that machines run, or "" for Lambda's own.</summary>
    public string Image { get; init; } = "";
}
