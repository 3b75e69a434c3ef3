using System.Diagnostics;

namespace Haggle.Simulation.Tests;

/// <summary>Runs <c>haggle-sim</c> as a process of its own: a world is repeatable only with a thread pool of one thread, which a test host cannot have.</summary>
internal static class SimProcess
{
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "haggle-sim.exe" : "haggle-sim"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("haggle-sim did not start");
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
