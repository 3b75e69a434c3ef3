using System.Diagnostics;

namespace Haggle.Agent.Programs;

/// <summary>A script that was started on the machine itself, with its session.</summary>
internal sealed class RunningProgram(Process process) : IRunningProgram
{
    /// <summary>The process number, which is that of its group and session too.</summary>
    public int Id { get; } = process.Id;

    public Stream Output => process.StandardOutput.BaseStream;

    public Stream Input => process.StandardInput.BaseStream;

    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    public bool IsAnyLeft => MarkedProcesses.OfSession(Id).Count > 0;

    public void Signal(int signal) => Session.Signal(Id, !process.HasExited, signal);

    public void Dispose() => process.Dispose();
}
