using System.Collections.Immutable;
using System.Globalization;

namespace Haggle.Machines;

/// <summary>
/// How the limits of a machine are enforced. Memory: by a control group for the whole machine where one can be made (the group's processes are killed
/// by the system beyond it); otherwise by RLIMIT_DATA for each of its processes (an allocation beyond it fails). Not RLIMIT_AS: runtimes and drivers
/// reserve far more address space than they use. CPUs: by affinity.
/// </summary>
internal sealed class MachineLimits(MachineBounds bounds, string groupRoot = "/sys/fs/cgroup")
{
    private const string Parent = "haggle";

    /// <summary>Makes the machine's control group when a limit asks for one; "" when there is none to be had.</summary>
    public string MakeGroup(string machine)
    {
        if (bounds.MemoryBytes is not { } memory) return "";
        var bytes = memory.ToString(CultureInfo.InvariantCulture);
        foreach (var (parent, file) in Hierarchies())
        {
            try
            {
                Directory.CreateDirectory(parent);
                if (file == "memory.max") File.WriteAllText(Path.Combine(parent, "cgroup.subtree_control"), "+memory");
                var group = Path.Combine(parent, machine);
                Directory.CreateDirectory(group);
                File.WriteAllText(Path.Combine(group, file), bytes);
                return group;
            }
            catch (IOException)
            {
                // Not ours to make groups in; the next way is tried.
            }
            catch (UnauthorizedAccessException)
            {
                // Likewise.
            }
        }

        return "";
    }

    /// <summary>Deletes the machine's control group; a group with processes in it stays, and so does one that is not there.</summary>
    public void DropGroup(string machine)
    {
        foreach (var (parent, _) in Hierarchies())
        {
            try
            {
                var group = Path.Combine(parent, machine);
                if (Directory.Exists(group)) Directory.Delete(group);
            }
            catch (IOException)
            {
                // Tried again when the record is forgotten.
            }
            catch (UnauthorizedAccessException)
            {
                // Not ours.
            }
        }
    }

    /// <summary>The words in front of the agent's command line that set its limits.</summary>
    /// <param name="group">The control group, or "".</param>
    /// <param name="number">The machine's number among the live ones, so that neighbours get different CPUs.</param>
    /// <param name="cpus">The CPUs that this process may use.</param>
    public ImmutableArray<string> Prefix(string group, int number, ImmutableArray<int> cpus)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        if (bounds.MemoryBytes is { } memory && group.Length == 0)
            words.AddRange("prlimit", $"--data={memory.ToString(CultureInfo.InvariantCulture)}");
        if (bounds.Cpus is { } count && count < cpus.Length)
        {
            var mine = Enumerable.Range(0, count).Select(i => cpus[((number * count) + i) % cpus.Length]).Distinct();
            words.AddRange("taskset", "-c", string.Join(',', mine.Select(cpu => cpu.ToString(CultureInfo.InvariantCulture))));
        }

        return words.ToImmutable();
    }

    // Version 1 mounts each controller by itself; version 2 has one tree.
    private IEnumerable<(string Parent, string File)> Hierarchies()
    {
        if (Directory.Exists(Path.Combine(groupRoot, "memory"))) yield return (Path.Combine(groupRoot, "memory", Parent), "memory.limit_in_bytes");
        if (File.Exists(Path.Combine(groupRoot, "cgroup.controllers"))) yield return (Path.Combine(groupRoot, Parent), "memory.max");
    }
}
