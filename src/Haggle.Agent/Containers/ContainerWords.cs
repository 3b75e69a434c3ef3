using System.Globalization;
using Haggle.Agent.Programs;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Containers;

/// <summary>The command lines for an engine. Pure. There is never a secret in them.</summary>
internal static class ContainerWords
{
    /// <summary>The label that holds the machine's token.</summary>
    public const string TokenLabel = "haggle.machine";

    /// <summary>The label that holds the machine's folder.</summary>
    public const string HomeLabel = "haggle.home";

    private const long Mib = 1024 * 1024;

    // What keeps the container alive while scripts come and go in it. It ends at once when it is told to, and reaps what nobody waits for.
    private const string Holder = "trap 'exit 0' TERM INT; while :; do sleep 86400 & wait $!; done";

    /// <summary>The container's name.</summary>
    public static string Name(string token) => "haggle-" + token;

    /// <summary>Starts the container.</summary>
    /// <exception cref="TaskFault">Something cannot be had; the message says what.</exception>
    public static string[] Run(ContainerPlan plan) =>
    [
        "run", "--detach", "--rm", "--name", Name(plan.Token), .. plan.Init ? (string[])["--init"] : [], "--label", $"{TokenLabel}={plan.Token}", "--label", $"{HomeLabel}={plan.Home}",
        "--log-driver", "none", "--network", plan.Wish.Network, "--env", $"{MarkedProcesses.Variable}={plan.Token}",
        .. User(plan), .. Limits(plan), .. plan.Labels ? (string[])["--security-opt", "label=disable"] : [],
        .. plan.Gpu, .. plan.Mounts.SelectMany(Bind), "--workdir", plan.Work, .. plan.Wish.RunOptions, "--entrypoint", "/bin/sh", plan.Image, "-c", Holder,
    ];

    /// <summary>Runs a program inside, with a mark by which its process is found.</summary>
    public static string[] Exec(string token, string stage, IEnumerable<string> command) =>
        ["exec", "--interactive", "--env", $"{ContainerProgram.Stage}={stage}", Name(token), .. command];

    /// <summary>Runs a program inside on a terminal. The variables are named here and taken from the client's own environment.</summary>
    public static string[] Terminal(string token, string stage, IEnumerable<string> variables, IEnumerable<string> command) =>
        ["exec", "--interactive", "--tty", "--env", $"{ContainerProgram.Stage}={stage}", .. variables.Distinct().Order(StringComparer.Ordinal).SelectMany(name => (string[])["--env", name]), Name(token), .. command];

    /// <summary>Words as one line for a shell.</summary>
    public static string Line(IEnumerable<string> words) => string.Join(' ', words.Select(word => "'" + word.Replace("'", @"'\''", StringComparison.Ordinal) + "'"));

    /// <summary>Takes it away, whatever it does.</summary>
    public static string[] Remove(ContainerEngine engine, string container) => engine.IsPodman ? ["rm", "--force", "--time", "0", container] : ["rm", "--force", container];

    /// <summary>Which limits were asked for that this engine cannot set here, for people; "" for none.</summary>
    public static string Unlimited(ContainerEngine engine, ContainerMessage wish, Bounds bounds)
    {
        List<string> missing = [];
        if ((wish.MemoryMib > 0 || bounds.MemoryBytes is not null) && !engine.Limits.Contains("memory")) missing.Add("memory");
        if (wish.Cpus > 0 && !engine.Limits.Contains("cpu")) missing.Add("CPUs");
        if (wish.Pids > 0 && !engine.Limits.Contains("pids")) missing.Add("processes");
        return missing.Count == 0 ? "" : $"{engine.Name} {(engine.Rootless ? "without root " : "")}cannot limit {string.Join(" and ", missing)} on this machine: the container runs without that limit";
    }

    private static IEnumerable<string> User(ContainerPlan plan)
    {
        var isRoot = plan.Wish.Root || plan.Owner.User == 0 || (plan.Engine.Rootless && !plan.Engine.IsPodman);
        if (plan.Wish.Root && plan.Owner.User != 0 && !plan.Engine.Rootless)
            throw new TaskFault($"config.docker.root: with {plan.Engine.Name} as a service of root, files of the run would belong to root; use podman without root, or leave it out and install what you need into the image");
        // The engines disagree on the home of a user that the image does not know.
        yield return $"--env=HOME={plan.UserHome}";
        if (isRoot) yield return "--user=0:0";
        if (isRoot) yield break;
        if (plan.Engine is { IsPodman: true, Rootless: true }) yield return "--userns=keep-id";
        yield return string.Create(CultureInfo.InvariantCulture, $"--user={plan.Owner.User}:{plan.Owner.Group}");
        foreach (var group in plan.DeviceGroups) yield return $"--group-add={group}";
    }

    private static IEnumerable<string> Limits(ContainerPlan plan)
    {
        var (wish, bounds, limits) = (plan.Wish, plan.Bounds, plan.Engine.Limits);
        var memory = Memory(wish, bounds);
        if (memory is { } bytes && limits.Contains("memory"))
        {
            yield return Bytes("--memory", bytes);
            // Without this a program may take as much again of swap, and swapping is not what a limit is for.
            if (plan.Engine.CountsSwap) yield return Bytes("--memory-swap", bytes);
        }

        if (wish.Cpus > 0 && limits.Contains("cpu")) yield return string.Create(CultureInfo.InvariantCulture, $"--cpus={wish.Cpus:0.###}");
        if (bounds.Cpus.Length > 0 && limits.Contains("cpuset")) yield return $"--cpuset-cpus={bounds.Cpus}";
        if (limits.Contains("pids")) yield return string.Create(CultureInfo.InvariantCulture, $"--pids-limit={(wish.Pids > 0 ? wish.Pids : -1)}");
        // The engines' own 64 MiB end most trainings with several loading processes; half of the memory is what Linux gives itself.
        yield return Bytes("--shm-size", wish.ShmMib > 0 ? wish.ShmMib * Mib : Math.Min(memory ?? long.MaxValue, bounds.TotalBytes) / 2);
    }

    /// <summary>The most memory that the container may use; null for all.</summary>
    internal static long? Memory(ContainerMessage wish, Bounds bounds) => (wish.MemoryMib, bounds.MemoryBytes) switch
    {
        (0, var own) => own,
        (var asked, null) => asked * Mib,
        (var asked, { } own) => Math.Min(asked * Mib, own),
    };

    private static string Bytes(string option, long bytes) => string.Create(CultureInfo.InvariantCulture, $"{option}={bytes}b");

    private static IEnumerable<string> Bind(Mount mount)
    {
        if ((mount.Source + mount.Target).AsSpan().IndexOfAny(",\"\n") >= 0) throw new TaskFault($"{mount.Target} cannot be seen inside a container: its path holds a comma or a quote; choose another");
        return ["--mount", $"type=bind,source={mount.Source},target={mount.Target}"];
    }
}
