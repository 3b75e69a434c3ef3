using Haggle.Core.Tasks;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>One task document.</summary>
internal static class TaskSection
{
    private const int MostNodes = 10_000;

    // Known to the format for its own use; a user's file has them only when a program wrote it.
    private static readonly string[] Internal = ["file_mounts_mapping", "volume_mounts", "_metadata", "_user_specified_yaml"];

    public static TaskSpec? Read(YamlNode document, ReadingSession session)
    {
        if (Section.Open(new Field(document, "", session) { Path = "" }, "a map of fields such as 'run: COMMAND'") is not { } section) return null;
        var envs = EnvSection.ReadEnvs(section);
        var secrets = EnvSection.ReadSecrets(section);
        var substitution = new EnvSubstitution(envs, secrets);
        foreach (var key in Internal) section.Take(key);
        var (resources, recovery) = section.Take("resources") is { } wanted ? ResourcesSection.Read(wanted) : (ResourceSpec.Any, new JobRecovery());
        var spec = new TaskSpec
        {
            Envs = envs,
            Secrets = secrets,
            Name = section.Take("name")?.Word(),
            NumNodes = section.Take("num_nodes")?.Whole(1, MostNodes) ?? 1,
            Setup = section.Take("setup")?.Raw("shell commands"),
            Run = section.Take("run")?.Raw("shell commands"),
            ManagedSecrets = section.Take("managed_secrets") is { } managed ? EnvSection.ReadManaged(managed) : [],
            Workdir = Substitutes(section, "workdir", substitution) is { } workdir ? MountSection.ReadWorkdir(workdir) : null,
            FileMounts = Substitutes(section, "file_mounts", substitution) is { } mounts ? MountSection.ReadMounts(mounts) : [],
            Volumes = Substitutes(section, "volumes", substitution) is { } volumes ? VolumeSection.ReadMounts(volumes) : [],
            Resources = resources,
            JobRecovery = recovery,
            Config = section.Take("config") is { } config ? ConfigSection.Read(config) : TaskConfig.Empty,
            Inputs = section.Take("inputs") is { } inputs ? MountSection.ReadSized(inputs) : null,
            Outputs = section.Take("outputs") is { } outputs ? MountSection.ReadSized(outputs) : null,
            EventCallback = section.Take("event_callback")?.Raw("a shell command"),
            Service = Substitutes(section, "service", substitution) is { } service ? ServiceSection.Read(service) : null,
            Pool = section.Take("pool") is { } pool ? ServiceSection.ReadPool(pool) : null,
            ApiServerAccess = section.Take("api_server_access")?.Switch(),
            Checkpoint = section.Take("checkpoint") is { } checkpoint ? GoalSection.ReadCheckpoint(checkpoint) : null,
            Deadline = section.Take("deadline") is { } deadline ? GoalSection.ReadDeadline(deadline) : null,
            Budget = section.Take("budget") is { } budget ? GoalSection.ReadBudget(budget) : null,
            MaxDuration = section.Take("max_duration")?.Duration(plainUnit: null),
            Workload = section.Take("workload") is { } workload ? WorkloadSection.Read(workload) : null,
        };
        NoteFields(section, session, spec.Config);
        section.Close(Hint);
        CheckWhole(spec, section);
        return spec;
    }

    private static Field? Substitutes(Section section, string key, EnvSubstitution substitution) =>
        section.Take(key) is { } field ? field with { Substitution = substitution } : null;

    private static void NoteFields(Section section, ReadingSession session, TaskConfig config)
    {
        // Of the settings only those of containers are acted on.
        var onlyDocker = config.Hooks.IsEmpty && config.Overrides.Entries.All(entry => entry.Key == "docker");
        foreach (var (name, isActedOn) in TaskFields.OfTask)
        {
            if (section.Take(name) is { } field) session.Met(name, field.Node, isActedOn || (name == "config" && onlyDocker));
        }
    }

    private static string? Hint(string key)
    {
        if (TaskFields.OfResources.ContainsKey(key)) return $"it belongs under 'resources:'";
        return TaskFields.OfHeader.ContainsKey(key) ? "it belongs in a header document of its own, before the first task and a line '---'" : null;
    }

    private static void CheckWhole(TaskSpec spec, Section section)
    {
        if (spec.Service is not null && spec.Pool is not null) section.Take("pool")?.Refuse("cannot stand beside service", "remove one of the two");
        if (spec is { Run: null, Setup: null, Pool: null, Service: null } && !section.Field.Session.Complaints.HasErrors)
            section.Field.Session.Complaints.Warning(
                section.Field.Node.Line,
                0,
                "the task has neither 'setup' nor 'run', so its machine would do nothing",
                "add 'run: COMMAND'");
        foreach (var why in ImageCheck.WhyNot(spec.Resources).Distinct()) section.Take("resources")?.Warn(why);
        if (spec.Deadline is Deadline.After after && spec.MaxDuration > after.Wait)
            section.Take("max_duration")?.Warn("is longer than the deadline, so it can never be reached");
    }
}
