namespace Haggle.Wire.Rest;

/// <summary>POST /v1/machines/NAME/drain.</summary>
public sealed record DrainRequest
{
    /// <summary>True: nothing new begins there. False: it takes part again.</summary>
    public bool Draining { get; set; }
}
