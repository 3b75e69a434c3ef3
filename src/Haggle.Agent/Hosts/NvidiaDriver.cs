using System.Xml;

namespace Haggle.Agent.Hosts;

/// <summary>Asks NVIDIA's driver through <c>nvidia-smi</c>.</summary>
internal static class NvidiaDriver
{
    private const string Maker = "NVIDIA";

    // In Windows' Linux the program is at a place of its own.
    private static readonly string[] Programs = ["nvidia-smi", "/usr/lib/wsl/lib/nvidia-smi"];

    public static async Task<Drivers> AskAsync(TimeProvider time, bool whole, CancellationToken cancellationToken)
    {
        foreach (var program in Programs)
        {
            var capabilities = whole ? Tool.AskAsync(time, cancellationToken, program, "--query-gpu=uuid,compute_cap", "--format=csv,noheader") : null;
            var answer = await Tool.AskAsync(time, cancellationToken, program, "-q", "-x");
            var known = capabilities is null ? "" : await capabilities is { Code: 0 } told ? told.Output : "";
            if (answer.IsMissing) continue;
            if (answer.Code != 0) return Drivers.Broken(Maker, answer.Complaint.Length > 0 ? answer.Complaint : $"nvidia-smi ended with {answer.Code}");
            try
            {
                var names = answer.Output.Contains("<mig_device>", StringComparison.Ordinal) ? (await Tool.AskAsync(time, cancellationToken, program, "-L")).Output : "";
                return NvidiaAnswer.Read(answer.Output, names, known);
            }
            catch (XmlException fault)
            {
                return Drivers.Broken(Maker, $"nvidia-smi answered something that is not XML: {fault.Message}");
            }
        }

        return Directory.Exists("/proc/driver/nvidia") ? Drivers.Broken(Maker, "the driver is loaded, but there is no nvidia-smi on the PATH to ask it") : Drivers.None;
    }
}
