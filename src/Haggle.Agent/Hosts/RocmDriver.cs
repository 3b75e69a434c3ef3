using System.Text.Json;

namespace Haggle.Agent.Hosts;

/// <summary>Asks AMD's driver through <c>rocm-smi</c>.</summary>
internal static class RocmDriver
{
    private static readonly string[] Programs = ["rocm-smi", "/opt/rocm/bin/rocm-smi"];

    private static readonly string[] Questions =
        ["--showproductname", "--showuniqueid", "--showbus", "--showmeminfo", "vram", "--showuse", "--showtemp", "--showpower", "--showpids", "--showdriverversion", "--json"];

    public static async Task<Drivers> AskAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        foreach (var program in Programs)
        {
            var answer = await Tool.AskAsync(time, cancellationToken, [program, .. Questions]);
            if (answer.IsMissing) continue;
            var from = answer.Output.IndexOf('{', StringComparison.Ordinal);
            if (from < 0) return Drivers.Broken(RocmAnswer.Maker, answer.Complaint.Length > 0 ? answer.Complaint : $"rocm-smi ended with {answer.Code}");
            try
            {
                // Some versions print warnings before the answer.
                return RocmAnswer.Read(answer.Output[from..], KfdUse.Read("/sys/class/kfd/kfd"));
            }
            catch (JsonException fault)
            {
                return Drivers.Broken(RocmAnswer.Maker, $"rocm-smi answered something that is not JSON: {fault.Message}");
            }
        }

        return Drivers.None;
    }
}
