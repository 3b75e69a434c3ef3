using Haggle.Agent.Programs;

namespace Haggle.Agent.Containers;

/// <summary>
/// A shell on a terminal in a container. The engine's client sits on the machine's terminal; when it is killed the engines leave what it ran inside alone, so
/// that is found by its mark and told too.
/// </summary>
/// <param name="client">The engine's client.</param>
/// <param name="processes">The machine's processes.</param>
/// <param name="mark">The variable that the shell inside bears, with its value.</param>
internal sealed class ContainerTerminal(IRunningProgram client, MarkedProcesses processes, string mark) : IRunningProgram
{
    public Stream Output => client.Output;

    public Stream Input => client.Input;

    public bool IsAnyLeft => client.IsAnyLeft || processes.Leader(mark) != 0;

    public Task<int> ExitAsync(CancellationToken cancellationToken) => client.ExitAsync(cancellationToken);

    public void Signal(int signal)
    {
        if (processes.Leader(mark) is var leader and not 0) Session.Signal(leader, leaderLives: true, signal);
        client.Signal(signal);
    }

    public void Dispose() => client.Dispose();
}
