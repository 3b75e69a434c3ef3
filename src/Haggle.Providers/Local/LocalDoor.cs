using System.Net.Sockets;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Machines;

namespace Haggle.Providers.Local;

/// <summary>Opens the socket of a machine's agent on this host.</summary>
public sealed class LocalDoor(string machinesFolder, TimeProvider time) : IMachineDoor
{
    // A young agent needs a moment until it listens; asking again so soon spares a whole round of the engine.
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public ProviderName Provider => LocalPrices.Provider;

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(MachineId machine, CancellationToken cancellationToken)
    {
        var folder = Folder(machine);
        var began = time.GetTimestamp();
        while (true)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(folder.SocketPath), cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException fault)
            {
                socket.Dispose();

                // A machine that wrote down its end is not waited for, though the list has not been asked yet: this fault is what makes somebody ask.
                if (folder.IsGone || folder.End() is not null || time.GetElapsedTime(began) >= Patience)
                    throw new ProviderException(Provider, $"the agent of machine {machine} does not answer: {fault.Message}", isTransient: true, fault);
            }
            catch (OperationCanceledException)
            {
                socket.Dispose();
                throw;
            }

            await Task.Delay(Retry, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task<ShellAccess> ShellAsync(MachineId machine, CancellationToken cancellationToken)
    {
        var folder = Folder(machine);
        var work = Path.Combine(folder.Path, "work");
        if (folder.IsGone || !folder.Exists)
            return Task.FromException<ShellAccess>(new ProviderException(Provider, $"machine {machine} is gone, and its folder with it", isTransient: false));
        return Task.FromResult(new ShellAccess("", [], Directory.Exists(work) ? work : folder.Path));
    }

    private MachineFolder Folder(MachineId machine)
    {
        var folder = new MachineFolder(machinesFolder, machine.Value);
        return MachineFolder.IsName(machine.Value) && folder.HasRoomForSocket
            ? folder
            : throw new ProviderException(Provider, $"'{machine}' is not the name of a machine here", isTransient: false);
    }
}
