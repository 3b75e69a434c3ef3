using Haggle.Core.Pools;
using Haggle.Providers.Ssh;
using Haggle.Wire.Hosts;

namespace Haggle.Server.Pools;

/// <summary>How the machines of the pool are reached. Faults are <see cref="Engine.Ports.ProviderException"/>.</summary>
internal interface IPoolReach
{
    /// <summary>The key that a host shows.</summary>
    Task<HostKeySeen> LookAsync(PoolMachine machine, CancellationToken cancellationToken);

    /// <summary>What a machine has that is not in the pool yet.</summary>
    Task<HostFactsMessage> TryAsync(PoolMachine machine, CancellationToken cancellationToken);

    /// <summary>What a machine of the pool has, and what is free of it now.</summary>
    Task<HostFactsMessage> FactsAsync(string machine, CancellationToken cancellationToken);
}
