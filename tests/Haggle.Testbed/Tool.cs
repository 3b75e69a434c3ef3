using System.ComponentModel;
using System.Diagnostics;

namespace Haggle.Testbed;

/// <summary>Programs of the system that tests need.</summary>
public static class Tool
{
    private static readonly string[] Places = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/bin", "/bin"];

    /// <summary>Where a program is; null when it is not installed.</summary>
    public static string? Find(string name) => Places.Select(place => Path.Combine(place, name)).FirstOrDefault(File.Exists);

    /// <summary>Those that are missing, with the packages that bring them: the reason of a skip. "" when all are there.</summary>
    public static string Missing(params ReadOnlySpan<string> names)
    {
        List<string> missing = [];
        foreach (var name in names)
            if (Find(name) is null) missing.Add(name);
        return missing.Count == 0 ? "" : $"not installed: {string.Join(", ", missing)} (eng/packages.txt names the packages)";
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It fails, or is not there.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Find(program) ?? program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} {string.Join(' ', start.ArgumentList)}: exit code {process.ExitCode}: {await output}{await error}");
        }
        catch (Win32Exception fault)
        {
            throw new InvalidOperationException($"{program} cannot be started: {fault.Message}", fault);
        }
    }
}
