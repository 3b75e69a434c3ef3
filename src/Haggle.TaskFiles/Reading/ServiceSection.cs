using System.Collections.Immutable;
using Haggle.Core.Tasks;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>service and pool.</summary>
internal static class ServiceSection
{
    private const int MostReplicas = 100_000;

    public static ServiceSpec? Read(Field field)
    {
        if (Section.Open(field) is not { } section) return null;
        var service = new ServiceSpec
        {
            Probe = section.Take("readiness_probe") is { } probe ? ReadProbe(probe) : null,
            Replicas = ReadReplicas(section),
            Port = section.Take("ports")?.Whole(1, 65535),
            Workers = section.Take("workers")?.Whole(0, MostReplicas),
            Pool = section.Take("pool") is { } pool ? ReadPool(pool) : null,
            StreamTimeout = section.Take("load_balancer") is { } balancer ? ReadStreamTimeout(balancer) : TimeSpan.FromSeconds(120),
            LoadBalancingPolicy = section.Take("load_balancing_policy")?.Word()?.ToLowerInvariant(),
            Tls = section.Take("tls") is { } tls ? ReadTls(tls) : null,
        };
        section.Close();
        if (service.Pool is not null || section.Given("workers")) return service;
        if (!section.Given("readiness_probe")) field.Refuse("needs a readiness_probe", "for example readiness_probe: /health");
        if (!section.Given("replicas") && !section.Given("replica_policy")) field.Refuse("needs 'replicas' or 'replica_policy'", "for example replicas: 2");
        return service;
    }

    public static PoolSpec? ReadPool(Field field)
    {
        if (Section.Open(field) is not { } section) return null;
        var pool = new PoolSpec
        {
            Workers = section.Take("workers")?.Whole(0, MostReplicas),
            MinWorkers = section.Take("min_workers")?.Whole(0, MostReplicas),
            MaxWorkers = section.Take("max_workers")?.Whole(0, MostReplicas),
            QueueLengthThreshold = section.Take("queue_length_threshold")?.Whole(1, int.MaxValue) ?? 1,
            UpscaleDelay = section.Take("upscale_delay_seconds")?.Seconds() ?? TimeSpan.FromSeconds(300),
            DownscaleDelay = section.Take("downscale_delay_seconds")?.Seconds() ?? TimeSpan.FromSeconds(1200),
        };
        section.Close();
        if (pool.MinWorkers > pool.MaxWorkers) section.Take("max_workers")?.Refuse("is smaller than min_workers");
        if (pool.Workers is not null && (pool.MinWorkers ?? pool.MaxWorkers) is not null)
            section.Take("workers")?.Refuse("is a fixed number and cannot stand beside min_workers and max_workers", "keep one way");
        return pool;
    }

    private static ReadinessProbe? ReadProbe(Field field)
    {
        if (field.Node is YamlScalar) return ProbePath(field) is { } only ? new ReadinessProbe { Path = only } : null;
        if (Section.Open(field, "a path or a map {path, ...}") is not { } section) return null;
        var path = section.Require("path", "/health") is { } given ? ProbePath(given) : null;
        var defaults = new ReadinessProbe { Path = path ?? "/" };
        var post = section.Take("post_data");
        if (post?.Node is YamlSequence) post.Refuse("must be text or a map, but it is a list");
        var probe = defaults with
        {
            InitialDelay = section.Take("initial_delay_seconds")?.Seconds() ?? defaults.InitialDelay,
            Timeout = section.Take("timeout_seconds")?.Seconds() ?? defaults.Timeout,
            Interval = section.Take("endpoint_probe_interval_seconds")?.Seconds() ?? defaults.Interval,
            FailureThreshold = section.Take("consecutive_failure_threshold_timeout")?.Seconds() ?? defaults.FailureThreshold,
            PostData = post is null ? null : (post with { IsSecret = false }).PassThrough(),
            Headers = section.Take("headers") is { } headers ? ReadHeaders(headers with { IsSecret = true }) : defaults.Headers,
        };
        section.Close();
        return probe;
    }

    private static string? ProbePath(Field field)
    {
        if (field.Word("a path such as /health") is not { } path) return null;
        if (path[0] == '/') return path;
        field.Refuse($"must start with '/', but it is {field.Quoted}", $"write /{Field.Shorten(path)}");
        return null;
    }

    private static ImmutableSortedDictionary<string, Secret> ReadHeaders(Field field) =>
        field.TextMap("a map of header: text").ToImmutableSortedDictionary(header => header.Key, header => new Secret(header.Value), StringComparer.Ordinal);

    private static ReplicaPolicy? ReadReplicas(Section service)
    {
        var fixedNumber = service.Take("replicas");
        if (service.Take("replica_policy") is not { } field)
            return fixedNumber?.Whole(0, MostReplicas) is { } count ? new ReplicaPolicy { MinReplicas = count, MaxReplicas = count } : null;
        fixedNumber?.Refuse("cannot stand beside replica_policy", "keep one of the two");
        if (Section.Open(field) is not { } section) return null;
        var policy = new ReplicaPolicy
        {
            MinReplicas = section.Require("min_replicas", "1")?.Whole(0, MostReplicas) ?? 0,
            MaxReplicas = section.Take("max_replicas")?.Whole(0, MostReplicas),
            Overprovision = section.Take("num_overprovision")?.Whole(0, MostReplicas),
            TargetQps = section.Take("target_qps_per_replica") is { } qps ? ReadQps(qps) : null,
            DynamicOnDemandFallback = section.Take("dynamic_ondemand_fallback")?.Switch() ?? false,
            BaseOnDemandReplicas = section.Take("base_ondemand_fallback_replicas")?.Whole(0, MostReplicas),
            SpotPlacer = section.Take("spot_placer")?.Word(),
            UpscaleDelay = section.Take("upscale_delay_seconds")?.Seconds() ?? TimeSpan.FromSeconds(300),
            DownscaleDelay = section.Take("downscale_delay_seconds")?.Seconds() ?? TimeSpan.FromSeconds(1200),
        };
        section.Close();
        if (policy.MaxReplicas < policy.MinReplicas) section.Take("max_replicas")?.Refuse("is smaller than min_replicas");
        return policy;
    }

    private static QpsTarget? ReadQps(Field field)
    {
        const string Wanted = "requests per second";
        if (field.Node is YamlScalar) return field.Number(0, Wanted) is { } qps ? new QpsTarget.Same(qps) : null;
        var map = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var (key, value) in field.Entries("a number or a map of accelerator: number"))
        {
            if (AcceleratorsField.ReadWord(field with { Node = key, Substitution = null }) is { } accelerator && value.Number(0, Wanted) is { } qps)
                map[accelerator.ToString()] = qps;
        }

        return new QpsTarget.ByAccelerator(map.ToImmutable());
    }

    private static TimeSpan ReadStreamTimeout(Field field)
    {
        var timeout = TimeSpan.FromSeconds(120);
        if (Section.Open(field) is not { } section) return timeout;
        timeout = section.Take("stream_timeout_seconds")?.Seconds() ?? timeout;
        section.Close();
        return timeout;
    }

    private static ServiceTls? ReadTls(Field field)
    {
        if (Section.Open(field) is not { } section) return null;
        var key = section.Require("keyfile", "~/key.pem")?.Word("a path");
        var certificate = section.Require("certfile", "~/cert.pem")?.Word("a path");
        section.Close();
        return key is null || certificate is null ? null : new ServiceTls(key, certificate);
    }
}
