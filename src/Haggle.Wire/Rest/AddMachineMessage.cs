namespace Haggle.Wire.Rest;

/// <summary>What came of adding a machine: it is in the pool, or its key is to be agreed to first.</summary>
public sealed record AddMachineMessage
{
    /// <summary>The kind of the key that the host shows: "ssh-ed25519".</summary>
    public string KeyKind { get; set; } = "";

    /// <summary>The fingerprint of that key.</summary>
    public string Fingerprint { get; set; } = "";

    /// <summary>Whether the user's own known_hosts has the key.</summary>
    public bool KeyIsKnown { get; set; }

    /// <summary>The machine, once it is in the pool; null while the key is not agreed to.</summary>
    public PoolMachineMessage? Machine { get; set; }
}
