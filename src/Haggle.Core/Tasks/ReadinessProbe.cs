using System.Collections.Immutable;

namespace Haggle.Core.Tasks;

/// <summary>How a service's replica is asked whether it is ready.</summary>
public sealed record ReadinessProbe
{
    /// <summary>The path to request, starting with '/'.</summary>
    public required string Path { get; init; }

    /// <summary>Time to start before failures count. Default 1,200 s.</summary>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(1200);

    /// <summary>Longest time for one answer. Default 15 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time between two questions. Default 10 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long failures in a row are borne. Default 180 s.</summary>
    public TimeSpan FailureThreshold { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>What to post; null for a GET request.</summary>
    public ConfigValue? PostData { get; init; }

    /// <summary>Headers to send; they may carry tokens, so their values are secret.</summary>
    public ImmutableSortedDictionary<string, Secret> Headers { get; init; } = ImmutableSortedDictionary.Create<string, Secret>(StringComparer.Ordinal);
}
