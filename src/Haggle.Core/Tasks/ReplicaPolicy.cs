namespace Haggle.Core.Tasks;

/// <summary>How many replicas a service keeps.</summary>
public sealed record ReplicaPolicy
{
    /// <summary>Never fewer than this; zero or more.</summary>
    public required int MinReplicas { get; init; }

    /// <summary>Never more than this; null for no scaling.</summary>
    public int? MaxReplicas { get; init; }

    /// <summary>Replicas above need, against reclaims; null for none.</summary>
    public int? Overprovision { get; init; }

    /// <summary>Requests per second that one replica is meant to bear; null when not said.</summary>
    public QpsTarget? TargetQps { get; init; }

    /// <summary>Whether on-demand machines stand in while spot machines are missing.</summary>
    public bool DynamicOnDemandFallback { get; init; }

    /// <summary>Replicas always kept on demand; null for none.</summary>
    public int? BaseOnDemandReplicas { get; init; }

    /// <summary>The name of the way to spread spot machines; null for the default.</summary>
    public string? SpotPlacer { get; init; }

    /// <summary>How long more load must last before replicas are added. Default 300 s.</summary>
    public TimeSpan UpscaleDelay { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How long less load must last before replicas go. Default 1,200 s.</summary>
    public TimeSpan DownscaleDelay { get; init; } = TimeSpan.FromSeconds(1200);
}
