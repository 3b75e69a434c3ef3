namespace Haggle.Wire.Hosts;

/// <summary>A part of a computer that is given to somebody.</summary>
public sealed record AllotmentMessage
{
    /// <summary>The machine's launch token.</summary>
    public required string Token { get; init; }

    /// <summary>The identity of the store that pays.</summary>
    public required string Owner { get; init; }

    /// <summary>The computer's user that it was given to.</summary>
    public required string User { get; init; }

    /// <summary>What people should see: the run's number and name.</summary>
    public string Run { get; set; } = "";

    /// <summary>The accelerators.</summary>
    public AllottedGpuMessage[] Gpus { get; set; } = [];

    /// <summary>The CPUs; 0 for none of its own.</summary>
    public double Vcpus { get; set; }

    /// <summary>The main memory in MiB; 0 for none of its own.</summary>
    public long MemoryMib { get; set; }

    /// <summary>When it was given, by the computer's clock.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>How long the lease still runs, in seconds; below 0 when it has run out and something of it still runs.</summary>
    public double LeaseLeftSeconds { get; set; }

    /// <summary>Why it stands although its lease has run out ("its programs still run"); otherwise "".</summary>
    public string HeldBecause { get; set; } = "";
}
