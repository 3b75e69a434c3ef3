using Haggle.Core.Pools;
using Haggle.Providers.Ssh;
using Haggle.Wire.Hosts;

namespace Haggle.Server.Pools;

/// <summary>Over SSH.</summary>
internal sealed class SshReach(SshProvider provider, HostKeyLook keys) : IPoolReach
{
    public Task<HostKeySeen> LookAsync(PoolMachine machine, CancellationToken cancellationToken) => keys.LookAsync(machine, cancellationToken);

    public Task<HostFactsMessage> TryAsync(PoolMachine machine, CancellationToken cancellationToken) => provider.TryAsync(machine, cancellationToken);

    public Task<HostFactsMessage> FactsAsync(string machine, CancellationToken cancellationToken) => provider.FactsAsync(machine, cancellationToken);
}
