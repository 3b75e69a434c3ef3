namespace Haggle.Wire.Hosts;

/// <summary>The wish for a part of a computer, given to <c>haggle-agent host allot</c> on its standard input.</summary>
/// <remarks>Setters, because the reader of JSON sets what is initialised only and not in the text to nothing, not to its default.</remarks>
public sealed record AllotRequest
{
    /// <summary>The machine's launch token; the same one twice gives the same allotment. Letters, digits, dots, dashes, at most 64.</summary>
    public required string Token { get; init; }

    /// <summary>The identity of the store that pays.</summary>
    public required string Owner { get; init; }

    /// <summary>What people should see: the run's number and name.</summary>
    public string Run { get; set; } = "";

    /// <summary>How many accelerators: a whole number, or a fraction below 1 for a share of one. 0: none.</summary>
    public double Gpus { get; set; }

    /// <summary>Only accelerators of this name in the driver's words; "" for any.</summary>
    public string GpuName { get; set; } = "";

    /// <summary>Only accelerators with at least so much memory, in MiB.</summary>
    public long GpuMemoryMib { get; set; }

    /// <summary>How many CPUs; 0: what is left over, shared with others.</summary>
    public double Vcpus { get; set; }

    /// <summary>How much main memory, in MiB; 0: what is left over, shared with others.</summary>
    public long MemoryMib { get; set; }

    /// <summary>
    /// How long the allotment stands without a renewal, in seconds. The agent renews it while it lives; what counts before that is this.
    /// </summary>
    public double LeaseSeconds { get; set; } = 120;
}
