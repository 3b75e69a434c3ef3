using Haggle.Providers.Local;
using Haggle.Storage.Sqlite;
using Haggle.Wire.Rest;

namespace Haggle.Server.Hosting;

/// <summary>Looks at the machine, the state folder and the configuration, and says what to do about what is missing.</summary>
internal sealed class Doctor(HomeFolder home, ServerIdentity identity, LocalSettings local, string agent)
{
    /// <summary>Below this a checkpoint or a bundle may not fit any more.</summary>
    private const long LittleSpace = 2L << 30;

    private static readonly (string Program, string Use, string Package, bool Needed)[] Programs =
    [
        ("bash", "runs setup and run scripts (sh otherwise)", "bash", false),
        ("setsid", "gives each program a session of its own", "util-linux", true),
        ("nvidia-smi", "finds NVIDIA accelerators", "", false),
        ("git", "reads .gitignore rules of a workdir the way git does", "git", false),
        ("ssh", "own machines", "openssh-client", false),
        ("rsync", "own machines", "rsync", false),
        ("rclone", "checkpoints and data in buckets", "rclone", false),
        ("docker", "containers", "docker.io", false),
        ("podman", "containers", "podman", false),
        ("sbatch", "Slurm", "slurm-client", false),
        ("kubectl", "Kubernetes", "kubernetes-client", false),
    ];

    public async Task<DoctorMessage> ExamineAsync(CancellationToken cancellationToken)
    {
        var checks = new List<DoctorCheck>();
        checks.AddRange(State());
        checks.Add(new DoctorCheck
        {
            Group = "local provider",
            Name = "price",
            State = "ok",
            Found = $"{local.Name}: {local.Rate}" + (local.MemoryLimit is { } memory ? $", at most {memory} each" : "") + (local.CpuLimit is { } cpus ? $", at most {cpus} CPUs each" : ""),
        });
        checks.Add(File.Exists(agent)
            ? new DoctorCheck { Group = "local provider", Name = "agent", State = "ok", Found = agent }
            : new DoctorCheck { Group = "local provider", Name = "agent", State = "problem", Found = $"{agent} is missing", WhatToDo = "build it: ./haggle does so when its sources are newer" });
        foreach (var program in Programs) checks.Add(Program(program.Program, program.Use, program.Package, program.Needed));
        await Task.CompletedTask;
        cancellationToken.ThrowIfCancellationRequested();
        return new DoctorMessage { Version = identity.Version, Checks = [.. checks] };
    }

    private IEnumerable<DoctorCheck> State()
    {
        var space = new DriveInfo(home.Path).AvailableFreeSpace;
        var gib = space / (double)(1L << 30);
        yield return new DoctorCheck
        {
            Group = "state",
            Name = "disk space",
            State = space < LittleSpace ? "warning" : "ok",
            Found = $"{gib:0.0} GiB free in {home.Path}",
            WhatToDo = space < LittleSpace ? "free some, or move HAGGLE_HOME: checkpoints and logs need room" : "",
        };
        yield return new DoctorCheck { Group = "state", Name = "database", State = "ok", Found = $"SQLite {SqliteStore.LibraryVersion}" };
        yield return File.Exists(home.Configuration)
            ? new DoctorCheck { Group = "state", Name = "configuration", State = "ok", Found = home.Configuration }
            : new DoctorCheck { Group = "state", Name = "configuration", State = "off", Found = "none; this machine is free of charge and unlimited", WhatToDo = $"to change that, write {home.Configuration} (see docs/configuration.md)" };
    }

    private static DoctorCheck Program(string program, string use, string package, bool needed)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(p => Path.Combine(p, program)).FirstOrDefault(File.Exists);
        return new DoctorCheck
        {
            Group = "programs",
            Name = program,
            State = path is not null ? "ok" : needed ? "problem" : "off",
            Found = path ?? $"not found ({use})",
            WhatToDo = path is null && needed ? $"install {package}" : "",
        };
    }
}
