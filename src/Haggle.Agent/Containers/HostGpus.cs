using System.Globalization;

namespace Haggle.Agent.Containers;

/// <summary>Finds the GPUs of the machine.</summary>
/// <param name="time">The clock.</param>
/// <param name="root">Where the file system begins; another folder in tests.</param>
internal sealed class HostGpus(TimeProvider time, string root = "/")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Finds them; empty when there are none or their driver does not answer.</summary>
    public async Task<IReadOnlyList<HostGpu>> FindAsync(CancellationToken cancellationToken)
    {
        var nvidia = await EngineCall.RunAsync("nvidia-smi", ["--query-gpu=index,uuid,name,driver_version", "--format=csv,noheader"], Patience, time, cancellationToken);
        if (nvidia is not { Code: 0 }) return Amd();
        // Older drivers do not know the second question, and then they answer none of it.
        var more = await EngineCall.RunAsync("nvidia-smi", ["--query-gpu=index,compute_cap", "--format=csv,noheader"], Patience, time, cancellationToken);
        return [.. Nvidia(nvidia.Output, more is { Code: 0 } ? more.Output : ""), .. Amd()];
    }

    /// <summary>Reads the driver's answers: "0, GPU-..., NVIDIA A100-SXM4-40GB, 535.54.03" and "0, 8.0".</summary>
    internal static IEnumerable<HostGpu> Nvidia(string cards, string capabilities)
    {
        var known = Rows(capabilities, 2).Where(row => row[1].Contains('.', StringComparison.Ordinal)).ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal);
        foreach (var row in Rows(cards, 4))
            if (int.TryParse(row[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                yield return new HostGpu("NVIDIA", index, row[1], "", row[2], row[3], known.GetValueOrDefault(row[0], ""));
    }

    /// <summary>The GPUs in the kernel's list of compute nodes, in its order, which is that of the runtime: each with the number of its device file.</summary>
    internal IReadOnlyList<HostGpu> Amd()
    {
        if (!Path.Exists(Path.Combine(root, "dev/kfd"))) return [];
        List<HostGpu> found = [];
        foreach (var node in Nodes())
        {
            var facts = Properties(Path.Combine(node, "properties"));
            // A node without a render file is a processor.
            if (!facts.TryGetValue("drm_render_minor", out var minor) || minor == "0") continue;
            var device = $"/dev/dri/renderD{minor}";
            if (Path.Exists(Path.Combine(root, device[1..]))) found.Add(new HostGpu("AMD", found.Count, Uuid(facts), device, "", "", ""));
        }

        return found;
    }

    private IEnumerable<string> Nodes()
    {
        var folder = Path.Combine(root, "sys/class/kfd/kfd/topology/nodes");
        return !Directory.Exists(folder) ? [] : Directory.GetDirectories(folder).Where(path => int.TryParse(Path.GetFileName(path), out _))
            .OrderBy(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture));
    }

    private static Dictionary<string, string> Properties(string path)
    {
        try
        {
            return File.ReadLines(path).Select(line => line.Split(' ', 2)).Where(pair => pair.Length == 2).GroupBy(pair => pair[0], StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.First()[1].Trim(), StringComparer.Ordinal);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string Uuid(Dictionary<string, string> facts) =>
        facts.TryGetValue("unique_id", out var id) && ulong.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number != 0
            ? string.Create(CultureInfo.InvariantCulture, $"GPU-{number:x16}") : "";

    private static IEnumerable<string[]> Rows(string text, int columns) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split(',', columns, StringSplitOptions.TrimEntries)).Where(row => row.Length == columns);
}
