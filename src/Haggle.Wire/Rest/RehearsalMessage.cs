namespace Haggle.Wire.Rest;

/// <summary>The rehearsal that a run is.</summary>
public sealed record RehearsalMessage
{
    /// <summary>The key of the offer that is pretended.</summary>
    public required string Offer { get; init; }

    /// <summary>How many seconds of the offer's time pass in one second here.</summary>
    public int Pace { get; set; } = 1;

    /// <summary>Where the reclaims come from, for people; "" when there are none.</summary>
    public string PatternSource { get; set; } = "";

    /// <summary>How long before a reclaim the machine hears of it, in seconds of the offer's time.</summary>
    public double NoticeSeconds { get; set; }
}
