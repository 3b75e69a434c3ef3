namespace Haggle.Providers.Local;

/// <summary>The file <c>reclaim.json</c>, the pretended metadata service: from when the machine may know, and when it is taken back.</summary>
internal sealed record ReclaimRecord
{
    public DateTimeOffset? NoticeAt { get; init; }

    public required DateTimeOffset At { get; init; }
}
