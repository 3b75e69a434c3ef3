namespace Haggle.Wire.Rest;

/// <summary>POST /v1/runs/{id}/reclaim: pretend that the provider takes the run's machines back. Only where machines are local.</summary>
public sealed record ReclaimRequest
{
    /// <summary>How long before the end the machine hears of it, in seconds of the clock here; 0 or null: not at all.</summary>
    public double? NoticeSeconds { get; set; }

    /// <summary>The node; null: all of them.</summary>
    public int? Rank { get; set; }
}
