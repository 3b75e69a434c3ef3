using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Agent.Tests.Gateway;

/// <summary>A door that counts, and whose connections can be cut.</summary>
internal sealed class TestDoor(Func<Task<Stream>> open) : IMachineDoor
{
    private readonly List<Stream> streams = [];

    public ProviderName Provider => new("local");

    public int Opened => streams.Count;

    public Func<Task<Stream>> Open { get; set; } = open;

    public async Task<Stream> OpenAsync(MachineId machine, CancellationToken cancellationToken)
    {
        streams.Add(await Open());
        return streams[^1];
    }

    public Task<ShellAccess> ShellAsync(MachineId machine, CancellationToken cancellationToken) => Task.FromResult(new ShellAccess("", [], ""));

    // The other side hangs up: what is written is still taken, and nothing comes back.
    public void CutAll()
    {
        foreach (var stream in streams) ((System.Net.Sockets.NetworkStream)stream).Socket.Shutdown(System.Net.Sockets.SocketShutdown.Both);
    }
}
