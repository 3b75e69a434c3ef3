namespace Haggle.Wire.Rest;

/// <summary>GET /v1/doctor: what the server finds on its machine and in its configuration.</summary>
public sealed record DoctorMessage
{
    /// <summary>The server's version.</summary>
    public string Version { get; set; } = "";

    /// <summary>What was looked at.</summary>
    public DoctorCheck[] Checks { get; set; } = [];
}
