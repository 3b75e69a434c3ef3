using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Haggle.Core.Units;

namespace Haggle.Providers.Local;

/// <summary>What this host has.</summary>
/// <param name="Vcpus">The CPUs that this process may use.</param>
/// <param name="Memory">Its main memory.</param>
/// <param name="Accelerator">The name of its accelerators, or "".</param>
/// <param name="AcceleratorCount">How many of that name.</param>
/// <param name="AcceleratorMemory">The memory of each.</param>
internal sealed record HostFacts(int Vcpus, Gib Memory, string Accelerator, int AcceleratorCount, Gib AcceleratorMemory)
{
    // A driver that hangs must not hang the plan with it.
    private static readonly TimeSpan DriverPatience = TimeSpan.FromSeconds(5);

    public static async Task<HostFacts> ReadAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var (name, count, memory) = ParseDriver(await AskDriverAsync(time, cancellationToken).ConfigureAwait(false));
        return new HostFacts(Environment.ProcessorCount, MainMemory(), name, count, memory);
    }

    /// <summary>
    /// Reads lines of "name, MiB". Only the accelerators of the first line's name count: a machine of two kinds cannot be said in one offer.
    /// </summary>
    public static (string Name, int Count, Gib Memory) ParseDriver(string lines)
    {
        var rows = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(',', 2, StringSplitOptions.TrimEntries)).Where(fields => fields.Length == 2 && fields[0].Length > 0).ToArray();
        if (rows.Length == 0 || !long.TryParse(rows[0][1], NumberStyles.None, CultureInfo.InvariantCulture, out var mib)) return ("", 0, default);
        return (rows[0][0], rows.Count(row => row[0] == rows[0][0]), Gib.FromMib(mib));
    }

    // A container's limit counts, so the runtime is asked and not /proc/meminfo.
    private static Gib MainMemory() => Gib.FromMib(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024));

    private static async Task<string> AskDriverAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("nvidia-smi") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        start.ArgumentList.Add("--query-gpu=name,memory.total");
        start.ArgumentList.Add("--format=csv,noheader,nounits");
        using var patience = new CancellationTokenSource(DriverPatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        Process process;
        try
        {
            if (Process.Start(start) is not { } started) return "";
            process = started;
        }
        catch (Win32Exception)
        {
            // No driver, no accelerators.
            return "";
        }

        using (process)
        {
            try
            {
                process.StandardInput.Close();
                var output = await process.StandardOutput.ReadToEndAsync(either.Token).ConfigureAwait(false);
                await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
                return process.ExitCode == 0 ? output : "";
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                process.Kill();
                return "";
            }
        }
    }
}
