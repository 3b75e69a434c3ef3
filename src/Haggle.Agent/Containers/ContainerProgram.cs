using System.Diagnostics;
using System.Globalization;
using Haggle.Agent.Programs;

namespace Haggle.Agent.Containers;

/// <summary>
/// A script that runs in a container. The engine's client carries its output and its end; signals go to its processes directly, as the machine sees them:
/// the engines' own way (to the first process only) would not reach what it started.
/// </summary>
/// <param name="client">The engine's client.</param>
/// <param name="leader">The program's first process, as the machine numbers it; it begins a session.</param>
/// <param name="exitFile">Where its exit code comes.</param>
/// <param name="complaint">What the client writes to its standard error.</param>
internal sealed class ContainerProgram(Process client, int leader, string exitFile, Task<string> complaint) : IRunningProgram
{
    /// <summary>The variable by which the first process of a program is found.</summary>
    public const string Stage = "HAGGLE_STAGE";

    private const int Killed = 128 + Native.SigKill;

    public Stream Output => client.StandardOutput.BaseStream;

    public Stream Input => client.StandardInput.BaseStream;

    public bool IsAnyLeft => MarkedProcesses.OfSession(leader).Count > 0;

    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await client.WaitForExitAsync(cancellationToken);
        if (ReadExit() is { } code) return code;
        // Killed together with the shell that would have written the code down: the engine says so, or its container is gone.
        if (client.ExitCode is Killed or 0 || !IsAnyLeft) return Killed;
        throw new TaskFault($"the container engine lost the program: {new EngineAnswer(client.ExitCode, "", await complaint).Complaint}");
    }

    public void Signal(int signal) => Session.Signal(leader, ReadExit() is null, signal);

    public void Dispose()
    {
        client.Dispose();
        File.Delete(exitFile);
    }

    private int? ReadExit()
    {
        try
        {
            return File.ReadAllText(exitFile) is [.., '\n'] text && int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
