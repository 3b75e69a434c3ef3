namespace Haggle.Providers.Tests.Vast;

/// <summary>One contract of the fake market.</summary>
internal sealed class FakeContract
{
    public required int Id { get; init; }

    public required FakeHost Host { get; init; }

    public required string Label { get; init; }

    public required string Script { get; init; }

    /// <summary>What was bid; null for on demand.</summary>
    public required decimal? Bid { get; init; }

    public required decimal Disk { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>When it begins to run; null for never.</summary>
    public required DateTimeOffset? RunsAt { get; init; }

    /// <summary>When it was outbid or fell silent.</summary>
    public DateTimeOffset? StoppedAt { get; set; }

    public bool IsOffline { get; set; }

    public DateTimeOffset? DestroyedAt { get; set; }

    public string Address { get; set; } = "198.51.100.7";

    public int SshPort { get; set; } = 20000;

    public decimal DiskHour => Host.StorageCost * Disk / 30 / 24;

    public decimal GpuHour => Bid ?? Host.DphBase;

    /// <summary>What the cloud charges for it, to the second.</summary>
    public decimal Owed(DateTimeOffset now)
    {
        var end = DestroyedAt ?? now;
        var still = StoppedAt is { } stopped && stopped < end ? stopped : end;
        var ran = RunsAt is { } runs && still > runs ? (decimal)(still - runs).TotalSeconds : 0;
        return ((decimal)(end - MadeAt).TotalSeconds * DiskHour / 3600) + (ran * GpuHour / 3600);
    }
}
