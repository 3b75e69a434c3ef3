using Haggle.Agent.Programs;

namespace Haggle.Agent.Containers;

/// <summary>Finds the container engine of a machine: docker when its service answers, otherwise podman.</summary>
internal sealed class EngineSearch(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Finds it.</summary>
    /// <param name="wanted">"docker", "podman", or "" for whichever is there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskFault">There is none that can be used; the message says why and what to do.</exception>
    public async Task<ContainerEngine> FindAsync(string wanted, CancellationToken cancellationToken)
    {
        List<string> tried = [];
        foreach (var name in wanted.Length > 0 ? [wanted] : (string[])["docker", "podman"])
        {
            if (Find(name) is not { } program)
            {
                tried.Add($"{name} is not installed");
                continue;
            }

            var (engine, why) = name == "podman" ? await PodmanAsync(program, cancellationToken) : await DockerAsync(program, cancellationToken);
            if (engine is not null) return engine;
            tried.Add($"{name} cannot be used: {why}");
        }

        throw new TaskFault($"the task wants a container, and this machine has no engine for it ({string.Join("; ", tried)}). Install docker or podman, and let this user use it");
    }

    private async Task<(ContainerEngine? Engine, string Why)> DockerAsync(string program, CancellationToken cancellationToken)
    {
        var answer = await EngineCall.RunAsync(program, ["info", "--format", "{{.ServerVersion}}|{{.CgroupVersion}}|{{.SecurityOptions}}|{{.MemoryLimit}}|{{.SwapLimit}}|{{.PidsLimit}}"], Patience, time, cancellationToken);
        if (answer is null) return (null, "it cannot be started");
        var fields = answer.Output.Trim().Split('|');
        if (answer.Code != 0 || fields.Length < 6 || fields[0].Length == 0)
        {
            // "docker" may be podman's own under another name, which has no service to answer.
            var version = await EngineCall.RunAsync(program, ["--version"], Patience, time, cancellationToken);
            return version?.Output.Contains("podman", StringComparison.OrdinalIgnoreCase) == true ? await PodmanAsync(program, cancellationToken) : (null, answer.Complaint);
        }

        var address = await EngineCall.RunAsync(program, ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"], Patience, time, cancellationToken);
        return (new ContainerEngine
        {
            Name = "docker",
            Program = program,
            Rootless = fields[2].Contains("rootless", StringComparison.Ordinal),
            Limits = ContainerEngine.All.Where(limit => (limit != "memory" || fields[3] == "true") && (limit != "pids" || fields[5] == "true")).ToHashSet(StringComparer.Ordinal),
            CountsSwap = fields[4] == "true",
            Address = Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host ? host : address?.Output.Trim() ?? "",
        }, "");
    }

    private async Task<(ContainerEngine? Engine, string Why)> PodmanAsync(string program, CancellationToken cancellationToken)
    {
        var answer = await EngineCall.RunAsync(program, ["info", "--format", "{{.Host.Security.Rootless}}|{{.Host.CgroupsVersion}}|{{.Host.CgroupControllers}}"], Patience, time, cancellationToken);
        if (answer is null) return (null, "it cannot be started");
        var fields = answer.Output.Trim().Split('|');
        if (answer.Code != 0 || fields.Length < 3) return (null, answer.Complaint);
        var rootless = fields[0] == "true";
        var isFirst = fields[1] != "v2";
        // Without root, the first version of control groups sets no limits at all, and the second those that were handed down.
        var controllers = fields[2].Trim('[', ']').Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        return (new ContainerEngine
        {
            Name = "podman",
            Program = program,
            Rootless = rootless,
            Limits = rootless && isFirst ? new HashSet<string>(StringComparer.Ordinal) : ContainerEngine.All.Where(controllers.Contains).ToHashSet(StringComparer.Ordinal),
            CountsSwap = !isFirst || File.Exists("/sys/fs/cgroup/memory/memory.memsw.limit_in_bytes"),
        }, "");
    }

    /// <summary>The full path of a program on the PATH; null when there is none.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin")
        .Split(':', StringSplitOptions.RemoveEmptyEntries).Select(place => Path.Combine(place, program)).FirstOrDefault(File.Exists);
}
