using System.Collections.Immutable;

namespace Haggle.TaskFiles;

/// <summary>The table of fields: every key that a task file may have, and whether this version acts on it. docs/task-file.md explains each.</summary>
public static class TaskFields
{
    /// <summary>Keys of a task.</summary>
    public static ImmutableSortedDictionary<string, bool> OfTask { get; } = Table(
        actedOn: "name workdir num_nodes setup run envs secrets file_mounts resources checkpoint deadline budget max_duration workload",
        accepted: "managed_secrets volumes api_server_access config inputs outputs event_callback service pool "
            + "file_mounts_mapping volume_mounts _metadata _user_specified_yaml");

    /// <summary>Keys of the header document of a file with several tasks.</summary>
    public static ImmutableSortedDictionary<string, bool> OfHeader { get; } = Table(
        actedOn: "name",
        accepted: "execution primary_tasks termination_delay");

    /// <summary>Keys of resources.</summary>
    public static ImmutableSortedDictionary<string, bool> OfResources { get; } = Table(
        actedOn: "accelerators gpus cpus memory infra cloud region zone use_spot max_hourly_cost priority any_of ordered job_recovery spot_recovery",
        accepted: "accelerator_args instance_type disk_size disk_tier network_tier local_disk ports image_id labels autostop "
            + "priority_class volumes ephemeral_storage _no_missing_accel_warnings _docker_login_config _is_image_managed _requires_fuse "
            + "_cluster_config_overrides");

    /// <summary>Keys of resources.job_recovery.</summary>
    public static ImmutableSortedDictionary<string, bool> OfJobRecovery { get; } = Table(
        actedOn: "max_restarts_on_errors recover_on_exit_codes",
        accepted: "strategy");

    private static ImmutableSortedDictionary<string, bool> Table(string actedOn, string accepted) =>
        actedOn.Split(' ').Select(name => KeyValuePair.Create(name, true))
            .Concat(accepted.Split(' ').Select(name => KeyValuePair.Create(name, false)))
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
}
