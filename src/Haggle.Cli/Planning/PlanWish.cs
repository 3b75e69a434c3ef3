using Haggle.Core.Economics.Training;

namespace Haggle.Cli.Planning;

/// <summary>What `haggle plan` was asked for.</summary>
internal sealed record PlanWish
{
    public required string File { get; init; }

    public required PlanFilter Filter { get; init; }

    /// <summary>--any-machine: not only what the task file's resources name.</summary>
    public bool AnyMachine { get; init; }

    /// <summary>NAME=VALUE of --assume.</summary>
    public string[] Assumed { get; init; } = [];

    /// <summary>Results files of haggle bench.</summary>
    public string[] Results { get; init; } = [];

    public int Listed { get; init; }

    /// <summary>--html; null for none.</summary>
    public string? Html { get; init; }

    public bool Json { get; init; }
}
