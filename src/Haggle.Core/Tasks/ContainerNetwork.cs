namespace Haggle.Core.Tasks;

/// <summary>Which network a container sees.</summary>
public enum ContainerNetwork
{
    /// <summary>The machine's own: several nodes find one another, and ports are the machine's.</summary>
    Host,

    /// <summary>None but loopback.</summary>
    None,

    /// <summary>A private one with a way out.</summary>
    Bridge,
}
