using Haggle.Wire.Hosts;

namespace Haggle.Wire.Rest;

/// <summary>A machine of the pool.</summary>
public sealed record PoolMachineMessage
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What the SSH client calls.</summary>
    public string Host { get; set; } = "";

    /// <summary>The user there; "" for what the SSH client's configuration says.</summary>
    public string User { get; set; } = "";

    /// <summary>The port; null for what the SSH client's configuration says.</summary>
    public int? Port { get; set; }

    /// <summary>The host to go through; "" for what the SSH client's configuration says.</summary>
    public string Jump { get; set; } = "";

    /// <summary>The file of the private key; "" for what the SSH client's configuration says.</summary>
    public string Identity { get; set; } = "";

    /// <summary>The fingerprints of the host keys that are pinned.</summary>
    public string[] Fingerprints { get; set; } = [];

    /// <summary>What an hour of the whole machine costs.</summary>
    public long PriceNanoUsdPerHour { get; set; }

    /// <summary>Where that price comes from.</summary>
    public string PriceFrom { get; set; } = "";

    /// <summary>Whether nothing new begins there.</summary>
    public bool Draining { get; set; }

    /// <summary>Why it cannot be used now; "" when it can.</summary>
    public string Problem { get; set; } = "";

    /// <summary>What it has, and what is free of it; null when it is not reached.</summary>
    public HostFactsMessage? Facts { get; set; }
}
