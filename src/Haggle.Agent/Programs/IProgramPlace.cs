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

    /// <summary>Why a program that ended badly did so, when the place knows it better than the exit code; "" otherwise.</summary>
    string Cause();
}
