namespace Haggle.Wire.Rest;

/// <summary>A copy between a machine and a store that is under way or held up.</summary>
public sealed record TransferView
{
    /// <summary>What is copied.</summary>
    public string What { get; set; } = "";

    /// <summary>How much has arrived.</summary>
    public long BytesDone { get; set; }

    /// <summary>How much is to arrive; 0 while that is not known.</summary>
    public long BytesTotal { get; set; }

    /// <summary>How fast it goes; 0 while that is not known.</summary>
    public double BytesPerSecond { get; set; }

    /// <summary>Why it stands still and is tried again; "" while it goes on.</summary>
    public string Trouble { get; set; } = "";
}
