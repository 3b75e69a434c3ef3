using System.Globalization;
using System.Text.RegularExpressions;
using Haggle.Agent.Programs;

namespace Haggle.Agent.Containers;

/// <summary>How an engine is told to pass GPUs. Pure but for the two searches.</summary>
internal static partial class GpuWords
{
    /// <summary>The words that pass GPUs; those that pass none, so that an image cannot take them all by a variable of its own.</summary>
    /// <param name="gpus">The GPUs.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="hasToolkit">Whether NVIDIA's container toolkit is installed.</param>
    /// <param name="cdi">The names that CDI specifications give NVIDIA's devices; empty when there are none.</param>
    /// <exception cref="TaskFault">The engine cannot pass them; the message says what to install.</exception>
    public static IEnumerable<string> Of(IReadOnlyList<HostGpu> gpus, ContainerEngine engine, bool hasToolkit, IReadOnlyCollection<string> cdi)
    {
        if (gpus.Count == 0) return ["-e", "NVIDIA_VISIBLE_DEVICES=void"];
        if (gpus[0].Maker == "AMD") return ["--device", "/dev/kfd", .. gpus.SelectMany(gpu => (string[])["--device", gpu.Device]), "--security-opt", "seccomp=unconfined"];
        // Both where there are both: the toolkit is how docker has always done it, CDI is how podman does.
        if (engine.IsPodman ? cdi.Count > 0 : cdi.Count > 0 && !hasToolkit) return [.. gpus.SelectMany(gpu => (string[])["--device", $"nvidia.com/gpu={CdiName(gpu, cdi)}"])];
        if (!hasToolkit) throw new TaskFault($"{engine.Name} cannot pass this machine's NVIDIA GPUs to a container: install nvidia-container-toolkit"
            + (engine.IsPodman ? ", then: sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml" : ", then: sudo nvidia-ctk runtime configure --runtime=docker, and restart docker"));
        // Without a CDI specification podman passes them by the toolkit's hook, which is told by variables.
        if (engine.IsPodman) return ["-e", $"NVIDIA_VISIBLE_DEVICES={Listed(gpus)}", "-e", "NVIDIA_DRIVER_CAPABILITIES=compute,utility"];
        return ["--gpus", $"\"device={Listed(gpus)}\",\"capabilities=compute,utility\""];
    }

    /// <summary>The names of devices in the text of a CDI specification of NVIDIA's, YAML or JSON.</summary>
    public static IEnumerable<string> CdiNames(string text) =>
        !text.Contains("nvidia.com/gpu", StringComparison.Ordinal) ? [] : CdiName().Matches(text).Select(match => match.Groups[1].Value).Where(name => CdiDevice().IsMatch(name));

    /// <summary>Looks for CDI specifications.</summary>
    public static IReadOnlyCollection<string> FindCdi(string root = "/")
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        foreach (var folder in (string[])["etc/cdi", "var/run/cdi", "run/cdi"])
        {
            var path = Path.Combine(root, folder);
            if (!Directory.Exists(path)) continue;
            foreach (var file in Directory.GetFiles(path).Where(file => file.EndsWith(".yaml", StringComparison.Ordinal) || file.EndsWith(".json", StringComparison.Ordinal)))
            {
                try
                {
                    names.UnionWith(CdiNames(File.ReadAllText(file)));
                }
                catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
                {
                    // A specification that this user may not read is none for them.
                }
            }
        }

        return names;
    }

    /// <summary>Whether NVIDIA's container toolkit is installed.</summary>
    public static bool FindToolkit() =>
        ((string[])["nvidia-container-runtime-hook", "nvidia-container-toolkit", "nvidia-container-runtime"]).Any(program => EngineSearch.Find(program) is not null);

    private static string CdiName(HostGpu gpu, IReadOnlyCollection<string> cdi)
    {
        var index = gpu.Index.ToString(CultureInfo.InvariantCulture);
        if (gpu.Uuid.Length > 0 && cdi.Contains(gpu.Uuid)) return gpu.Uuid;
        if (gpu.Index >= 0 && cdi.Contains(index)) return index;
        throw new TaskFault($"the CDI specification of this machine does not name GPU {(gpu.Uuid.Length > 0 ? gpu.Uuid : index)}; make it anew: sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml");
    }

    private static string Listed(IEnumerable<HostGpu> gpus) =>
        string.Join(',', gpus.Select(gpu => gpu.Uuid.Length > 0 ? gpu.Uuid : gpu.Index.ToString(CultureInfo.InvariantCulture)));

    [GeneratedRegex("""["']?name["']?\s*:\s*["']?([^"',\s}]+)""")]
    private static partial Regex CdiName();

    [GeneratedRegex(@"^(all|\d+(:\d+)?|GPU-.+|MIG-.+|gpu\d+|mig\d+(:\d+)?)$")]
    private static partial Regex CdiDevice();
}
