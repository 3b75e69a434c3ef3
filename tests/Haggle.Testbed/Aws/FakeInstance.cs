namespace Haggle.Testbed.Aws;

/// <summary>One instance of the fake cloud: what was asked for, and what happened to it when.</summary>
internal sealed class FakeInstance
{
    public required string Id { get; init; }

    public required string Region { get; init; }

    public required string Zone { get; init; }

    public required string Type { get; init; }

    public required bool IsSpot { get; init; }

    public decimal? MaxPrice { get; init; }

    public required string ClientToken { get; init; }

    /// <summary>The whole question that it was made by.</summary>
    public required IReadOnlyDictionary<string, string> Asked { get; init; }

    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    public required DateTimeOffset LaunchedAt { get; init; }

    public required TimeSpan Boot { get; init; }

    public required TimeSpan ShutDown { get; init; }

    public required string Address { get; set; }

    /// <summary>How it is reached from outside.</summary>
    public string PublicAddress { get; set; } = "198.51.100.7";

    public DateTimeOffset? EndedAt { get; set; }

    public string Reason { get; set; } = "";

    public string ReasonCode { get; set; } = "";

    /// <summary>When AWS will take it; null while it does not mean to.</summary>
    public DateTimeOffset? TakenAt { get; set; }

    /// <summary>Whether it only stopped, so that its disk goes on costing.</summary>
    public bool IsStopped { get; set; }

    public bool IsTaken => ReasonCode == "Server.SpotInstanceTermination";

    /// <summary>The state at an instant: it takes time to boot and to shut down.</summary>
    public (int Code, string Name) StateAt(DateTimeOffset now) => EndedAt switch
    {
        { } ended when now >= ended + ShutDown => IsStopped ? (80, "stopped") : (48, "terminated"),
        { } ended when now >= ended => IsStopped ? (64, "stopping") : (32, "shutting-down"),
        _ => now < LaunchedAt + Boot ? (0, "pending") : (16, "running"),
    };
}
