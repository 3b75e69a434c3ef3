using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.Core.Pools;

/// <summary>A machine of one's own in the pool: one entry of the pool file.</summary>
public sealed record PoolMachine
{
    /// <summary>What people call it; unique in the pool, letters, digits, dots and dashes.</summary>
    public required string Name { get; init; }

    /// <summary>What the SSH client is to call: an address, or an alias of <c>~/.ssh/config</c>. The name by default.</summary>
    public required string Host { get; init; }

    /// <summary>The user there; "" for what <c>~/.ssh/config</c> says.</summary>
    public string User { get; init; } = "";

    /// <summary>The port; null for what <c>~/.ssh/config</c> says.</summary>
    public int? Port { get; init; }

    /// <summary>The host to go through ("user@gate:22" or an alias); "" for what <c>~/.ssh/config</c> says.</summary>
    public string Jump { get; init; } = "";

    /// <summary>The file of the private key, absolute; "" for what <c>~/.ssh/config</c> and the SSH agent say.</summary>
    public string Identity { get; init; } = "";

    /// <summary>The host keys that are pinned ("ssh-ed25519 AAAA..."); empty: <c>~/.ssh/known_hosts</c> decides.</summary>
    public ImmutableArray<string> HostKeys { get; init; } = [];

    /// <summary>What an hour of the whole machine costs; free of charge by default.</summary>
    public HourlyRate Rate { get; init; }

    /// <summary>Where that price comes from, for people; "" for the pool file itself.</summary>
    public string RateFrom { get; init; } = "";

    /// <summary>Whether nothing new is to begin there; what runs goes on.</summary>
    public bool Draining { get; init; }
}
