namespace Haggle.Wire.Rest;

/// <summary>Who answers: GET /v1/about.</summary>
public sealed record AboutMessage
{
    /// <summary>The server's version.</summary>
    public required string Version { get; init; }

    /// <summary>Names the exact build; a client of another build on the same machine asks the server to hand over.</summary>
    public string Build { get; set; } = "";

    /// <summary>The server's process.</summary>
    public int ProcessId { get; set; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>The identity of its state: every machine it rents bears it.</summary>
    public string Owner { get; set; } = "";

    /// <summary>The state folder; "" when the caller is not on the same machine.</summary>
    public string Home { get; set; } = "";

    /// <summary>Runs that are not over.</summary>
    public int LiveRuns { get; set; }

    /// <summary>Whether it ends by itself when it has nothing to watch.</summary>
    public bool IsPrivate { get; set; }
}
