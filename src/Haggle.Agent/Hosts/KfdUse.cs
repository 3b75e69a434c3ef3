using System.Globalization;
using Haggle.Wire.Hosts;

namespace Haggle.Agent.Hosts;

/// <summary>
/// Which programs use which AMD card, as the kernel's compute driver tells it: below <c>proc/PID</c> there is a file <c>vram_GPUID</c> for each card, and below
/// <c>topology/nodes</c> stands which card has which number.
/// </summary>
internal static class KfdUse
{
    /// <summary>The programs by the card's unique number in hex.</summary>
    public static ILookup<string, GpuProcessMessage> Read(string root)
    {
        var found = new List<(string Unique, GpuProcessMessage Process)>();
        try
        {
            var cards = Cards(root);
            foreach (var folder in Directory.Exists(Path.Combine(root, "proc")) ? Directory.EnumerateDirectories(Path.Combine(root, "proc")) : [])
            {
                if (!int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var process)) continue;
                foreach (var file in Directory.EnumerateFiles(folder, "vram_*"))
                {
                    if (!cards.TryGetValue(Path.GetFileName(file)["vram_".Length..], out var unique)) continue;
                    if (long.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0)
                        found.Add((unique, new GpuProcessMessage { Process = process, UsedMib = bytes / (1024 * 1024) }));
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A program that ends while it is looked at uses nothing any more.
        }

        return found.ToLookup(each => each.Unique, each => each.Process, StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Cards(string root)
    {
        var cards = new Dictionary<string, string>(StringComparer.Ordinal);
        var nodes = Path.Combine(root, "topology", "nodes");
        foreach (var node in Directory.Exists(nodes) ? Directory.EnumerateDirectories(nodes) : [])
        {
            var id = File.ReadAllText(Path.Combine(node, "gpu_id")).Trim();
            var line = File.ReadAllLines(Path.Combine(node, "properties")).FirstOrDefault(each => each.StartsWith("unique_id ", StringComparison.Ordinal));
            if (id != "0" && ulong.TryParse(line?["unique_id ".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var unique))
                cards[id] = unique.ToString("x", CultureInfo.InvariantCulture);
        }

        return cards;
    }
}
