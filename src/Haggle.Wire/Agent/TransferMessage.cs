namespace Haggle.Wire.Agent;

/// <summary>A copy between the machine and a store that is under way or held up.</summary>
public sealed record TransferMessage
{
    /// <summary>What is copied, for people: "checkpoint 00001-000004 to s3://bucket/runs".</summary>
    public string What { get; init; } = "";

    /// <summary>How much has arrived.</summary>
    public long BytesDone { get; init; }

    /// <summary>How much is to arrive; 0 while that is not known.</summary>
    public long BytesTotal { get; init; }

    /// <summary>How fast it goes.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>Why it stands still and is tried again; "" while it goes on.</summary>
    public string Trouble { get; init; } = "";
}
