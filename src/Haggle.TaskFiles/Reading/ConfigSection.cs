using System.Collections.Immutable;
using System.Text;
using Haggle.Core.Tasks;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>config: overrides of the user's configuration, passed on; hooks are read.</summary>
internal static class ConfigSection
{
    private const int MostHooks = 32;
    private const int LongestHookBytes = 16 * 1024;

    // What a task may override, by group; an empty list is a value of its own. Other keys are passed on as they are.
    private static readonly ImmutableSortedDictionary<string, string[]> Groups = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["docker"] = DockerSection.Keys,
        ["nvidia_gpus"] = ["disable_ecc"],
        ["ssh"] = ["custom_metadata", "pod_config", "provision_timeout"],
        ["kubernetes"] =
        [
            "custom_metadata", "pod_config", "provision_timeout", "dws", "kueue", "quota", "remote_identity", "enable_docker", "set_pod_resource_limits",
        ],
        ["azure"] = ["remote_identity", "vpc_name"],
        ["gcp"] = ["vpc_name", "subnet_names", "managed_instance_group", "enable_gvnic", "enable_gpu_direct", "placement_policy"],
        ["vast"] = ["datacenter_only", "create_instance_kwargs"],
        ["slurm"] = ["sbatch_options", "quota", "cpu_partition"],
        ["active_workspace"] = [],
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static readonly string[] Maps = ["custom_metadata", "pod_config", "dws", "kueue", "managed_instance_group", "create_instance_kwargs"];
    private static readonly string[] Switches = ["disable_ecc", "enable_docker", "enable_gvnic", "enable_gpu_direct", "datacenter_only"];

    public static TaskConfig Read(Field field)
    {
        if (Section.Open(field) is not { } section) return TaskConfig.Empty;
        var hooks = section.Take("hooks") is { } list ? ReadHooks(list) : [];
        var rest = section.Rest().ToList();
        foreach (var entry in rest) CheckGroup(section.Child(entry), entry);
        var docker = rest.FirstOrDefault(entry => entry is { Key.Text: "docker", Value: YamlMapping });
        return new TaskConfig(Lists.PassThroughMap(rest.Select(entry => (entry.Key, section.Child(entry)))), hooks)
        {
            Container = docker is null ? new ContainerOptions() : DockerSection.Read(section.Child(docker)),
        };
    }

    private static void CheckGroup(Field field, YamlEntry entry)
    {
        if (!Groups.TryGetValue(entry.Key.Text, out var keys))
        {
            HintAt(entry, field, Groups.Keys.Append("hooks"));
            return;
        }

        if (keys.Length == 0)
        {
            if (entry.Value is not YamlScalar { IsNull: true }) field.Word();
            return;
        }

        if (entry.Value is YamlScalar { IsNull: true } || Section.Open(field) is not { } section) return;
        foreach (var inner in section.Rest())
        {
            var value = section.Child(inner);
            if (inner.Value is YamlScalar { IsNull: true }) continue;
            if (!keys.Contains(inner.Key.Text)) HintAt(inner, value, keys);
            else if (Maps.Contains(inner.Key.Text)) Section.Open(value);
            else if (Switches.Contains(inner.Key.Text)) value.Switch();
            else if (inner.Key.Text == "provision_timeout") value.Whole(-1, 10_000_000);
        }
    }

    private static void HintAt(YamlEntry entry, Field field, IEnumerable<string> known)
    {
        if (!field.Session.Complaints.IsFull && Spelling.Nearest(entry.Key.Text, known) is { } near)
            field.Session.Complaints.Warning(entry.Key.Line, entry.Key.Column, $"{field.Path} is not known and passed on as it is", $"did you mean '{near}'?");
    }

    private static ImmutableArray<LifecycleHook> ReadHooks(Field field)
    {
        var hooks = ImmutableArray.CreateBuilder<LifecycleHook>();
        foreach (var item in field.Items("a list of hooks"))
        {
            if (hooks.Count == MostHooks)
            {
                item.Refuse("is one too many: a task may have at most 32 hooks");
                break;
            }

            hooks.Add(ReadHook(item));
        }

        return hooks.ToImmutable();
    }

    private static LifecycleHook ReadHook(Field field)
    {
        var hook = new LifecycleHook("", HookEvents.All, TimeSpan.FromSeconds(3600));
        if (Section.Open(field, "a map {run, events, timeout}") is not { } section) return hook;
        if (section.Require("run", "./save.sh") is { } run && run.Raw("shell commands") is { } commands)
        {
            if (commands.Length == 0) run.Refuse("is empty");
            else if (Encoding.UTF8.GetByteCount(commands) > LongestHookBytes)
                run.Refuse("is longer than 16 KiB", "put the script into the working folder and call it");
            hook = hook with { Run = commands };
        }

        if (section.Take("events") is { } events) hook = hook with { Events = ReadEvents(events) };
        if (section.Take("timeout")?.Whole(1, 10_000_000) is { } seconds) hook = hook with { Timeout = TimeSpan.FromSeconds(seconds) };
        section.Close();
        return hook;
    }

    private static HookEvents ReadEvents(Field field)
    {
        var events = HookEvents.None;
        foreach (var item in field.Items("a list of stop, preemption, down"))
        {
            if (item.OneOf(("stop", HookEvents.Stop), ("preemption", HookEvents.Preemption), ("down", HookEvents.Down)) is not { } one) continue;
            if (events.HasFlag(one)) item.Refuse("is given twice");
            events |= one;
        }

        if (field.Node is YamlSequence { Items.IsEmpty: true }) field.Refuse("is an empty list", "remove it for all events");
        return events;
    }
}
