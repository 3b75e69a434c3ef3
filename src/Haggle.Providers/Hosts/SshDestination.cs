using System.Collections.Immutable;
using Haggle.Core.Pools;

namespace Haggle.Providers.Hosts;

/// <summary>Whom the OpenSSH client dials. What is left empty is up to the user's own configuration.</summary>
/// <param name="Name">What people call the host.</param>
/// <param name="Host">A host name, an address, or an alias of the configuration.</param>
internal sealed record SshDestination(string Name, string Host)
{
    /// <summary>The user there, or "".</summary>
    public string User { get; init; } = "";

    /// <summary>The port, or null.</summary>
    public int? Port { get; init; }

    /// <summary>The hosts on the way, or "".</summary>
    public string Jump { get; init; } = "";

    /// <summary>The file of the private key, or "".</summary>
    public string Identity { get; init; } = "";

    /// <summary>The only host keys that are right ("ssh-ed25519 AAAA..."); empty when the first contact pins one.</summary>
    public ImmutableArray<string> HostKeys { get; init; } = [];

    /// <summary>A machine of the pool.</summary>
    public static SshDestination Of(PoolMachine machine) => new(machine.Name, machine.Host)
    {
        User = machine.User,
        Port = machine.Port,
        Jump = machine.Jump,
        Identity = machine.Identity,
        HostKeys = machine.HostKeys,
    };

    /// <summary>All of it as one text: the same way to a host has the same one.</summary>
    public string Way => string.Join('\n', [Host, User, $"{Port}", Jump, Identity, .. HostKeys]);
}
