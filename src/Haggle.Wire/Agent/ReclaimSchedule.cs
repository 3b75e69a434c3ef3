namespace Haggle.Wire.Agent;

/// <summary>The file <c>reclaim.json</c> in a machine's folder: the pretended metadata service of a machine that will be taken back.</summary>
public sealed record ReclaimSchedule
{
    /// <summary>When the machine hears of it; null for no notice.</summary>
    public DateTimeOffset? NoticeAt { get; init; }

    /// <summary>When it is taken: everything on it ends at once.</summary>
    public required DateTimeOffset At { get; init; }
}
