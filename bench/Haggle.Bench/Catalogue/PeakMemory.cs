using System.Diagnostics;
using System.Globalization;
using Haggle.Bench.Harness;

namespace Haggle.Bench.Catalogue;

/// <summary>
/// The most memory that a short-lived program had resident: its high-water mark (VmHWM), read as fast as it can be until the program is gone. The mark only
/// rises, so what the last reading misses is what came in the last fraction of a millisecond.
/// </summary>
internal static class PeakMemory
{
    /// <summary>Runs a program and watches it.</summary>
    public static async Task<long> OfAsync(string program, string[] arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        using var process = Process.Start(Started.With(program, arguments, environment)) ?? throw new InvalidOperationException($"{program} cannot be started");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var most = 0L;
        while (Mark(process.Id) is > 0 and var seen) most = Math.Max(most, seen);
        await output;
        await process.WaitForExitAsync(cancellationToken);
        return most;
    }

    private static long Mark(int process)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{process}/status"))
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal)) return 1024 * long.Parse(line.AsSpan(6).Trim().TrimEnd("kB ").Trim(), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // Gone between two looks.
        }

        return 0;
    }
}
