namespace Haggle.Wire.Rest;

/// <summary>GET /v1/runs/{id}/events: oldest first.</summary>
public sealed record EventListMessage
{
    /// <summary>The lines after the number that was asked for.</summary>
    public EventMessage[] Events { get; set; } = [];
}
