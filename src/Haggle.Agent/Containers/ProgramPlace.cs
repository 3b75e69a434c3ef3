using Haggle.Agent.Programs;

namespace Haggle.Agent.Containers;

/// <summary>The machine's container once it is open, otherwise the machine itself.</summary>
internal sealed class ProgramPlace(Shell shell, Container container) : IProgramPlace
{
    private IProgramPlace Now => container.IsOpen ? container : shell;

    public Task<IRunningProgram> StartAsync(string name, string script, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken) =>
        Now.StartAsync(name, script, environment, cancellationToken);

    public Task<IRunningProgram> StartForOutputAsync(string name, string command, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken) =>
        Now.StartForOutputAsync(name, command, environment, cancellationToken);

    public Task<IRunningProgram> StartForCallerAsync(string name, string command, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken) =>
        Now.StartForCallerAsync(name, command, environment, cancellationToken);

    public IRunningProgram StartOnTerminal(string name, string? command, string terminal, IReadOnlyDictionary<string, string> environment) => container.IsOpen
        ? container.OnTerminal(shell, name, command, terminal, environment)
        : shell.StartOnTerminal(name, command, terminal, environment);

    public string Cause() => Now.Cause();
}
