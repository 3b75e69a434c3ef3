using System.Diagnostics;

namespace Haggle.Catalog.Tests;

/// <summary>Runs a program and gives its exit code.</summary>
internal static class Shell
{
    public static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
