namespace Haggle.Wire.Rest;

/// <summary>GET /v1/machines: the machines of the pool.</summary>
public sealed record PoolMessage
{
    /// <summary>The server's clock.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>The pool file.</summary>
    public string File { get; set; } = "";

    /// <summary>The machines, by name.</summary>
    public PoolMachineMessage[] Machines { get; set; } = [];
}
