namespace Haggle.Agent.Programs;

/// <summary>Where scripts are run: the machine itself, or a container on it.</summary>
internal interface IProgramPlace
{
    /// <summary>Starts a script; what it prints is appended to the task log by the script's own shell, so that neither a slow nor a dead reader stops it.</summary>
    /// <exception cref="TaskFault">It cannot be started; the message says why.</exception>
    Task<IRunningProgram> StartAsync(string name, string script, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken);

    /// <summary>Starts a command line whose output comes to the agent.</summary>
    /// <exception cref="TaskFault">It cannot be started; the message says why.</exception>
    Task<IRunningProgram> StartForOutputAsync(string name, string command, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken);

    /// <summary>Starts a command line whose input and output are the agent's to hand on.</summary>
    /// <exception cref="TaskFault">It cannot be started; the message says why.</exception>
    Task<IRunningProgram> StartForCallerAsync(string name, string command, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken);

    /// <summary>Starts a command line, or the user's own shell, on a terminal: the first process of a session that opens one has it for its own.</summary>
    /// <exception cref="TaskFault">It cannot be started; the message says why.</exception>
    IRunningProgram StartOnTerminal(string name, string? command, string terminal, IReadOnlyDictionary<string, string> environment);

    /// <summary>Why a program that ended badly did so, when the place knows it better than the exit code; "" otherwise.</summary>
    string Cause();
}
