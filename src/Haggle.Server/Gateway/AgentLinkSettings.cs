using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Server.Gateway;

/// <summary>What the link needs to write orders.</summary>
internal sealed record AgentLinkSettings
{
    /// <summary>The server's own secret; each machine's key is made of it, so that no key is stored anywhere.</summary>
    public required ReadOnlyMemory<byte> KeySeed { get; init; }

    /// <summary>Where bundles lie, each as "SHA-256.tar".</summary>
    public required string BundleFolder { get; init; }

    /// <summary>Where the checkpoint stores of runs lie, each as a folder named by the run.</summary>
    public required string CheckpointFolder { get; init; }

    /// <summary>What a machine is told about stores, with credentials that are good now; asked at every call, so it must be quick when nothing is new.</summary>
    public Func<AgentOrder, CancellationToken, Task<StoreOrders>> StoresOf { get; init; } = (_, _) => Task.FromResult(StoreOrders.None);

    /// <summary>Finds what a run was submitted with: its secrets and its user.</summary>
    public required Func<RunId, CancellationToken, Task<RunSource?>> SourceOf { get; init; }
}
