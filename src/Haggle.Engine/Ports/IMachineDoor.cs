using Haggle.Core.Market;
using Haggle.Core.Runs;

namespace Haggle.Engine.Ports;

/// <summary>How the agent of a machine is reached: each provider opens its own machines (a socket here, a shell connection elsewhere).</summary>
public interface IMachineDoor
{
    /// <summary>The provider whose machines it opens.</summary>
    ProviderName Provider { get; }

    /// <summary>Whether its machines see the server's folders at the same paths; where they do not, checkpoints are carried over the stream.</summary>
    bool SharesDisk => true;

    /// <summary>Opens a two-way stream to the agent of a machine. The caller disposes it.</summary>
    /// <exception cref="ProviderException">The machine cannot be reached now.</exception>
    Task<Stream> OpenAsync(MachineId machine, CancellationToken cancellationToken);

    /// <summary>How a person gets a shell on the machine: the program and arguments to start, and the folder.</summary>
    Task<ShellAccess> ShellAsync(MachineId machine, CancellationToken cancellationToken);
}
