using System.Diagnostics;
using System.Globalization;
using Haggle.Bench.Scale;

namespace Haggle.Bench.Ssh;

/// <summary>What hosts cost here: this process, and the ssh clients that hold connections for it.</summary>
/// <param name="OwnBytes">This process in memory.</param>
/// <param name="OwnCpu">Its CPU time so far, in seconds.</param>
/// <param name="Clients">How many clients there are.</param>
/// <param name="ClientBytes">Their memory, what they share counted once.</param>
/// <param name="ClientCpu">Their CPU time so far, in seconds.</param>
internal sealed record HostsCost(double OwnBytes, double OwnCpu, int Clients, double ClientBytes, double ClientCpu)
{
    // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: utime and stime are the 12th and 13th field behind the name; a tick is 1/100 s on Linux.
    private const int UserTime = 11;
    private const double Ticks = 100;

    /// <summary>Now.</summary>
    /// <param name="folder">The folder of the shared connections: in the command line of every client.</param>
    public static HostsCost Now(string folder)
    {
        using var own = Process.GetCurrentProcess();
        var (clients, bytes, cpu) = (0, 0.0, 0.0);
        foreach (var place in Directory.EnumerateDirectories("/proc").Where(each => char.IsAsciiDigit(each[^1])))
        {
            try
            {
                if (!File.ReadAllText(Path.Combine(place, "cmdline")).Contains(folder, StringComparison.Ordinal)) continue;
                var stat = File.ReadAllText(Path.Combine(place, "stat"));
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                var memory = File.ReadLines(Path.Combine(place, "smaps_rollup")).First(line => line.StartsWith("Pss:", StringComparison.Ordinal));
                cpu += (Number(fields[UserTime]) + Number(fields[UserTime + 1])) / Ticks;
                bytes += Number(memory["Pss:".Length..].Replace("kB", "", StringComparison.Ordinal).Trim()) * 1024;
                clients++;
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                // It ended while we looked.
            }
        }

        return new HostsCost(ResidentMemory.Now(), own.TotalProcessorTime.TotalSeconds, clients, bytes, cpu);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
