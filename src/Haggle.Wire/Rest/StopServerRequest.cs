namespace Haggle.Wire.Rest;

/// <summary>POST /v1/server/stop. Runs are not touched: the next server goes on with them.</summary>
public sealed record StopServerRequest
{
    /// <summary>True: end as soon as no run is live; false: now.</summary>
    public bool WhenIdle { get; set; }
}
