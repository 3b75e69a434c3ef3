namespace Haggle.Core.Tasks;

/// <summary>A service that answers requests from several replicas of the task.</summary>
public sealed record ServiceSpec
{
    /// <summary>How readiness is asked; null only for a pool.</summary>
    public ReadinessProbe? Probe { get; init; }

    /// <summary>How many replicas; null only for a pool.</summary>
    public ReplicaPolicy? Replicas { get; init; }

    /// <summary>The replicas' port; null for the task's first open port.</summary>
    public int? Port { get; init; }

    /// <summary>The older way to say pool: a fixed number of machines.</summary>
    public int? Workers { get; init; }

    /// <summary>A pool instead of a service; null for a service.</summary>
    public PoolSpec? Pool { get; init; }

    /// <summary>Longest silence of a streamed answer. Default 120 s.</summary>
    public TimeSpan StreamTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The name of the way to spread requests; null for the default.</summary>
    public string? LoadBalancingPolicy { get; init; }

    /// <summary>The certificate; null for plain HTTP.</summary>
    public ServiceTls? Tls { get; init; }
}
