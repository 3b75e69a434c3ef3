namespace Haggle.Wire.Rest;

/// <summary>POST /v1/leftovers: removes what belongs to no run.</summary>
public sealed record SweepRequest
{
    /// <summary>Whether what all runs share (keys, security groups) goes too.</summary>
    public bool Shared { get; set; }
}
