namespace Haggle.Agent.Programs;

/// <summary>A script that was started, on the machine itself or in its container.</summary>
internal interface IRunningProgram : IDisposable
{
    /// <summary>What it prints; only for one that was started for its output.</summary>
    Stream Output { get; }

    /// <summary>What it reads; only for one that was started for a caller.</summary>
    Stream Input { get; }

    /// <summary>Whether a process of its session is still there.</summary>
    bool IsAnyLeft { get; }

    /// <summary>The exit code; 128 + n for signal n.</summary>
    /// <exception cref="TaskFault">Whatever ran it broke down, so that there is no exit code.</exception>
    Task<int> ExitAsync(CancellationToken cancellationToken);

    /// <summary>Sends a signal to everything in its session that is still there.</summary>
    void Signal(int signal);
}
