using System.Diagnostics;

namespace Haggle.Cli;

/// <summary>A program to be started on the user's terminal.</summary>
internal sealed record ProgramStart(string Program, IReadOnlyList<string> Arguments, string Folder, IReadOnlyDictionary<string, string> Environment)
{
    public static async Task<int> RunAsync(ProgramStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        var info = new ProcessStartInfo(start.Program) { UseShellExecute = false };
        if (start.Folder.Length > 0) info.WorkingDirectory = start.Folder;
        foreach (var argument in start.Arguments) info.ArgumentList.Add(argument);
        foreach (var (name, value) in start.Environment) info.Environment[name] = value;
        try
        {
            using var process = Process.Start(info) ?? throw CliException.BadInput($"{start.Program} cannot be started");
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception problem)
        {
            throw CliException.BadInput($"{start.Program} cannot be started: {problem.Message}", "Is it installed and on the PATH?");
        }
    }
}
