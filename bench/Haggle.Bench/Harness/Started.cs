using System.Diagnostics;

namespace Haggle.Bench.Harness;

/// <summary>Starting programs as a shell would.</summary>
internal static class Started
{
    /// <summary>Runs a program to its end; its output is thrown away. Anything but success is an error: a command that fails fast must not look fast.</summary>
    public static async Task ToEndAsync(string program, string[] arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        using var process = Process.Start(With(program, arguments, environment)) ?? throw new InvalidOperationException($"{program} cannot be started");
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
    }

    public static ProcessStartInfo With(string program, string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        var info = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in arguments) info.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) info.Environment[name] = value;
        return info;
    }
}
