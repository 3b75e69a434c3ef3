namespace Haggle.Wire.Rest;

/// <summary>One end of a tunnel.</summary>
public sealed record TunnelEndMessage
{
    /// <summary>The port of 127.0.0.1 on this computer.</summary>
    public int LocalPort { get; set; }

    /// <summary>The port on the machine; 0 for a socket.</summary>
    public int Port { get; set; }

    /// <summary>The socket on the machine; "" for a port.</summary>
    public string Path { get; set; } = "";
}
