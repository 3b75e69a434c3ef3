namespace Haggle.Wire.Rest;

/// <summary>One thing that was looked at.</summary>
public sealed record DoctorCheck
{
    /// <summary>What it belongs to ("this machine", "state", "local provider").</summary>
    public required string Group { get; init; }

    /// <summary>What was looked at ("disk space").</summary>
    public required string Name { get; init; }

    /// <summary>"ok", "warning", "problem", or "off" for something that is not configured and need not be.</summary>
    public required string State { get; init; }

    /// <summary>What was found.</summary>
    public string Found { get; set; } = "";

    /// <summary>What to do; "" when nothing.</summary>
    public string WhatToDo { get; set; } = "";
}
