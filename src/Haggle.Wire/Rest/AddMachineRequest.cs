namespace Haggle.Wire.Rest;

/// <summary>POST /v1/machines: a machine is to be in the pool.</summary>
public sealed record AddMachineRequest
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What the SSH client is to call; "" for the name.</summary>
    public string Host { get; set; } = "";

    /// <summary>The user there, or "".</summary>
    public string User { get; set; } = "";

    /// <summary>The port, or null.</summary>
    public int? Port { get; set; }

    /// <summary>The host to go through, or "".</summary>
    public string Jump { get; set; } = "";

    /// <summary>The file of the private key on the server's computer, or "".</summary>
    public string Identity { get; set; } = "";

    /// <summary>What an hour of the whole machine costs.</summary>
    public long PriceNanoUsdPerHour { get; set; }

    /// <summary>Where that price comes from.</summary>
    public string PriceFrom { get; set; } = "";

    /// <summary>The fingerprint that was agreed to; "" when nobody has looked yet.</summary>
    public string AcceptKey { get; set; } = "";
}
