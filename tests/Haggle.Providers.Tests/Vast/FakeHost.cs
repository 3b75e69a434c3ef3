namespace Haggle.Providers.Tests.Vast;

/// <summary>One offer of the fake market.</summary>
internal sealed class FakeHost
{
    public required int Ask { get; init; }

    public required int Machine { get; init; }

    public string Gpu { get; init; } = "RTX 4090";

    public int Count { get; init; } = 1;

    public int GpuMb { get; init; } = 24564;

    public decimal DphBase { get; set; } = 0.4m;

    public decimal MinBid { get; set; } = 0.2m;

    public decimal StorageCost { get; init; } = 0.15m;

    public double Reliability { get; init; } = 0.995;

    public string Verification { get; init; } = "verified";

    public string Place { get; init; } = "Quebec, CA";

    public int Hosting { get; init; } = 1;

    /// <summary>Let to somebody else.</summary>
    public bool IsRented { get; set; }

    /// <summary>The error that a rental gets: status and code.</summary>
    public (int Status, string Code)? Refuses { get; set; }

    /// <summary>Whether a refused rental leaves a contract behind all the same.</summary>
    public bool LeavesContract { get; set; }
}
