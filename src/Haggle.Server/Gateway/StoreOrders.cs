using Haggle.Wire.Agent;

namespace Haggle.Server.Gateway;

/// <summary>The part of an order that is about stores outside the machine.</summary>
internal sealed record StoreOrders
{
    /// <summary>Nothing of the kind.</summary>
    public static readonly StoreOrders None = new();

    /// <summary>Where the run's checkpoints go; null for the server's own store or <see cref="CheckpointFolder"/>.</summary>
    public RemoteMessage? Checkpoints { get; init; }

    /// <summary>The folder of the run's checkpoints when the task names a path; "" otherwise.</summary>
    public string CheckpointFolder { get; init; } = "";

    /// <summary>What is brought from stores.</summary>
    public MountMessage[] Mounts { get; init; } = [];

    /// <summary>Changes when the credentials in it do.</summary>
    public string Stamp { get; init; } = "";
}
