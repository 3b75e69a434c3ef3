using System.Globalization;

namespace Haggle.Agent.Containers;

/// <summary>Which of the machine's GPUs a container gets: those that were allotted, named by the variables that every framework obeys. Pure.</summary>
internal static class GpuChoice
{
    /// <summary>The variables that name GPUs, and whose GPUs they name.</summary>
    private static readonly (string Variable, string Maker)[] Variables =
        [("CUDA_VISIBLE_DEVICES", "NVIDIA"), ("NVIDIA_VISIBLE_DEVICES", "NVIDIA"), ("ROCR_VISIBLE_DEVICES", "AMD"), ("HIP_VISIBLE_DEVICES", "AMD")];

    /// <summary>Chooses.</summary>
    /// <param name="all">The GPUs that are there.</param>
    /// <param name="count">How many the machine was let with; 0 for none.</param>
    /// <param name="variable">Reads a variable of the order or of the agent itself; null when it is not set.</param>
    public static IReadOnlyList<HostGpu> Choose(IReadOnlyList<HostGpu> all, int count, Func<string, string?> variable)
    {
        if (count == 0 || all.Count == 0) return [];
        // A machine has cards of one maker in earnest; the first one's wins where it has both.
        var maker = Variables.Where(each => variable(each.Variable) is not null).Select(each => each.Maker).FirstOrDefault(named => all.Any(gpu => gpu.Maker == named)) ?? all[0].Maker;
        var own = all.Where(gpu => gpu.Maker == maker).ToArray();
        foreach (var (name, _) in Variables.Where(each => each.Maker == maker))
        {
            if (variable(name) is not { } text || text.Trim() is "all") continue;
            var words = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return [.. words.Select(word => own.FirstOrDefault(gpu => Is(gpu, word)) ?? Part(own, word)).OfType<HostGpu>().Distinct()];
        }

        return own;
    }

    /// <summary>Whether a variable only makes sense outside: inside, the GPUs are those that are there, counted from 0.</summary>
    public static bool IsOutside(string variable) => Variables.Any(each => each.Variable == variable) || variable == "GPU_DEVICE_ORDINAL";

    private static bool Is(HostGpu gpu, string word) =>
        gpu.Index.ToString(CultureInfo.InvariantCulture) == word || (gpu.Uuid.Length > 0 && word.Length > 4 && gpu.Uuid.StartsWith(word, StringComparison.OrdinalIgnoreCase))
        || (gpu is { Maker: "AMD", Uuid.Length: > 0 } && Number(gpu.Uuid) == Number(word));

    // AMD's tools write the same name as "GPU-00ff" and as "0xff".
    private static string Number(string uuid)
    {
        var text = uuid.StartsWith("GPU-", StringComparison.OrdinalIgnoreCase) ? uuid[4..] : uuid.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? uuid[2..] : uuid;
        return text.TrimStart('0').ToUpperInvariant();
    }

    // A part of a divided card has a name of its own that the plain list does not hold.
    private static HostGpu? Part(HostGpu[] own, string word) =>
        word.StartsWith("MIG-", StringComparison.Ordinal) && own is [var first, ..] ? first with { Uuid = word, Index = -1 } : null;
}
