using System.Collections.Concurrent;
using System.Net.Sockets;
using Haggle.Providers.Hosts;

namespace Haggle.Providers.Ssh;

/// <summary>
/// The way to the agents on a host. Either the shared connection carries their sockets here, which costs the host neither a process nor one of its limited sessions; or,
/// where its sshd does not allow that, each stream is a command there. Which one works shows with the first byte; until then they take turns.
/// </summary>
internal sealed class MachineWay(SshHost host, SshSettings client, Func<CancellationToken, Task<AgentPlace>> place)
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new();
    private int _tries;
    private bool? _carries;
    private bool _listens;

    /// <summary>Opens a stream to the agent of a machine.</summary>
    public async Task<Stream> OpenAsync(string machine, CancellationToken cancellationToken)
    {
        var agent = await place(cancellationToken).ConfigureAwait(false);
        var folder = $"{agent.Machines}/{machine}";
        if (_carries ?? (Interlocked.Increment(ref _tries) % 2 == 1))
        {
            // A young agent does not listen yet: only where one is known to, an end without a word means that sockets are not carried.
            if (await CarriedAsync(machine, folder + "/agent.sock", cancellationToken).ConfigureAwait(false) is { } carried)
                return new FirstByteStream(carried, () => _carries = true, NotCarried);
        }

        var command = new HostCommand { Words = [agent.Program, "connect", "--home", folder] };
        return new FirstByteStream(await host.OpenAsync(command, cancellationToken).ConfigureAwait(false), () => _listens = true, () => { });
    }

    /// <summary>Forgets a machine that is gone.</summary>
    public async Task ForgetAsync(string machine, CancellationToken cancellationToken)
    {
        if (!_gates.TryRemove(machine, out _)) return;
        var agent = await place(cancellationToken).ConfigureAwait(false);
        await host.UnforwardAsync(SocketOf(machine), $"{agent.Machines}/{machine}/agent.sock", cancellationToken).ConfigureAwait(false);
    }

    private async Task<Stream?> CarriedAsync(string machine, string remote, CancellationToken cancellationToken)
    {
        var gate = _gates.GetOrAdd(machine, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (await ConnectAsync(SocketOf(machine), cancellationToken).ConfigureAwait(false) is { } open) return open;
            await host.ReachAsync(cancellationToken).ConfigureAwait(false);
            if (!await host.ForwardAsync(SocketOf(machine), remote, cancellationToken).ConfigureAwait(false)) return null;
            return await ConnectAsync(SocketOf(machine), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    private void NotCarried()
    {
        if (_listens) _carries ??= false;
    }

    private string SocketOf(string machine) => Path.Combine(client.SocketFolder, ShortName.Of($"{host.Words.ControlPath}\n{machine}") + ".agent");

    private static async Task<Stream?> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return null;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException)
        {
            // Left by a shared connection that is gone.
            socket.Dispose();
            File.Delete(path);
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
