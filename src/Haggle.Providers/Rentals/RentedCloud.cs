using System.Collections.Immutable;
using Haggle.Engine.Ports;
using Haggle.Providers.Hosts;

namespace Haggle.Providers.Rentals;

/// <summary>A cloud put together: what lets its machines, what opens them, what looks at the account. Nothing is asked of it before it is needed.</summary>
public sealed class RentedCloud : IDisposable
{
    private readonly ImmutableArray<IDisposable> _parts;

    internal RentedCloud(IRentalCloud cloud, string folder, SshSettings client, string privateKey, string agentFile, Func<CancellationToken, Task<IReadOnlyList<CloudFinding>>> examine, TimeProvider time, params ReadOnlySpan<IDisposable> parts)
    {
        Provider = new RentalProvider(cloud, new RentalNotes(Path.Combine(folder, cloud.Name.Value), time), time);
        var door = new RentalDoor(cloud, client with { Folder = Path.Combine(client.Folder, cloud.Name.Value) }, privateKey, agentFile, time);
        (Door, Sweep, ExamineAsync, _parts) = (door, new RentalSweep(cloud, Provider), examine, [door, .. parts]);
    }

    /// <summary>What lets its machines.</summary>
    public IProvider Provider { get; }

    /// <summary>What opens them.</summary>
    public IMachineDoor Door { get; }

    /// <summary>What finds everything of ours.</summary>
    public RentalSweep Sweep { get; }

    /// <summary>Looks at the account. Changes nothing and costs nothing.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<CloudFinding>>> ExamineAsync { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in _parts) part.Dispose();
    }
}
