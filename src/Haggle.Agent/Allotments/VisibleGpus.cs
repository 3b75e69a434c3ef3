using System.Globalization;
using Haggle.Wire.Hosts;

namespace Haggle.Agent.Allotments;

/// <summary>The environment that shows a program the accelerators of its allotment and hides all others. Pure.</summary>
internal static class VisibleGpus
{
    private const string Nothing = "-1";

    /// <summary>The variables. They go over whatever the task sets: what is allotted is not the task's to choose.</summary>
    public static Dictionary<string, string> Environment(IReadOnlyList<AllottedGpuMessage> gpus)
    {
        var nvidia = gpus.Where(gpu => gpu.Maker == "NVIDIA").ToArray();
        var amd = gpus.Where(gpu => gpu.Maker == "AMD").ToArray();
        var counted = amd.Length == 0 ? Nothing : string.Join(',', Enumerable.Range(0, amd.Length).Select(Number));
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CUDA_VISIBLE_DEVICES"] = nvidia.Length > 0 ? List(nvidia) : counted,
            // Numbers mean the same cards to CUDA as to nvidia-smi only in this order.
            ["CUDA_DEVICE_ORDER"] = "PCI_BUS_ID",
            ["ROCR_VISIBLE_DEVICES"] = amd.Length > 0 ? List(amd) : Nothing,
            // HIP counts among the cards that ROCR shows.
            ["HIP_VISIBLE_DEVICES"] = counted,
            ["HAGGLE_GPU_COUNT"] = Number(gpus.Count),
        };
        if (gpus is [{ Thousandths: < AllotmentRules.Whole } share])
        {
            variables["HAGGLE_GPU_SHARE"] = (share.Thousandths / (double)AllotmentRules.Whole).ToString("0.###", CultureInfo.InvariantCulture);
            variables["HAGGLE_GPU_MEMORY_MIB"] = share.MemoryMib.ToString(CultureInfo.InvariantCulture);
            // JAX takes three quarters of a card at once unless it is told otherwise.
            variables["XLA_PYTHON_CLIENT_MEM_FRACTION"] = variables["HAGGLE_GPU_SHARE"];
        }

        return variables;
    }

    private static string List(AllottedGpuMessage[] gpus) =>
        gpus.All(gpu => gpu.Uuid.Length > 0) ? string.Join(',', gpus.Select(gpu => gpu.Uuid)) : string.Join(',', gpus.Select(gpu => Number(gpu.Index)));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
