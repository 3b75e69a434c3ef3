namespace Haggle.Wire.Rest;

/// <summary>The wish to run here as if on another offer. Times are the offer's own unless said otherwise.</summary>
public sealed record RehearsalRequest
{
    /// <summary>The key of the offer ("aws/us-east-1/p3.2xlarge/spot"), or ""/null: the one that the plan would choose, or the built-in rehearsal offer.</summary>
    public string? Offer { get; set; }

    /// <summary>How many seconds of the offer's time pass in one second here; 0 or null: the server's default.</summary>
    public int? Pace { get; set; }

    /// <summary>A reclaim after so many seconds of the clock here, again and again; null for none. Not together with a pattern.</summary>
    public double? ReclaimEverySeconds { get; set; }

    /// <summary>Alternating lengths of up and down in seconds of the offer's time, beginning with up; null for none.</summary>
    public double[]? PatternSeconds { get; set; }

    /// <summary>Where the pattern comes from, for people.</summary>
    public string? PatternSource { get; set; }

    /// <summary>How long before a reclaim the machine hears of it; null: as the offer's provider does.</summary>
    public double? NoticeSeconds { get; set; }

    /// <summary>Makes what is drawn by chance repeatable; null: 1.</summary>
    public long? Seed { get; set; }
}
