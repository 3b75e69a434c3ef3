using System.Diagnostics;

namespace Haggle.Agent.Programs;

/// <summary>A script that was started, with its session.</summary>
internal sealed class RunningProgram(Process process) : IDisposable
{
    /// <summary>The process number, which is that of its group and session too.</summary>
    public int Id { get; } = process.Id;

    /// <summary>What it prints; only for one that was started for its output.</summary>
    public Stream Output => process.StandardOutput.BaseStream;

    /// <summary>What it reads; only for one that was started with both.</summary>
    public Stream Input => process.StandardInput.BaseStream;

    /// <summary>The exit code; 128 + n for signal n.</summary>
    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    /// <summary>Sends a signal to everything in its session that is still there.</summary>
    public void Signal(int signal)
    {
        // The group first: that is one call, so that no child is left out that is being forked now.
        if (!process.HasExited) Native.Signal(-Id, signal);
        foreach (var member in MarkedProcesses.OfSession(Id)) if (member != Id) SignalOutsideGroup(member, signal);
    }

    public void Dispose() => process.Dispose();

    // A second SIGTERM to a member of the group would cut short what the first one made it do.
    private void SignalOutsideGroup(int member, int signal)
    {
        if (process.HasExited || signal == Native.SigKill || Native.GroupOf(member) != Id) Native.Signal(member, signal);
    }
}
