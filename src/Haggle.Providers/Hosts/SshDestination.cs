using Haggle.Core.Market;

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

    /// <summary>A machine of the pool.</summary>
    public static SshDestination Of(PoolMachine machine) =>
        new(machine.Name, machine.Destination) { User = machine.User, Port = machine.Port, Jump = machine.Jump };
}
