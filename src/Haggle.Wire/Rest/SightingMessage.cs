namespace Haggle.Wire.Rest;

/// <summary>One thing that was seen of a spot offer.</summary>
public sealed record SightingMessage
{
    /// <summary>The offer's key.</summary>
    public required string Offer { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>"launched", "no-capacity", "reclaimed" or "released".</summary>
    public required string Kind { get; init; }

    /// <summary>How long the machine had been held, seconds.</summary>
    public double HeldSeconds { get; set; }

    /// <summary>From the decision to a running program, seconds; 0 when not seen.</summary>
    public double StartUpSeconds { get; set; }
}
