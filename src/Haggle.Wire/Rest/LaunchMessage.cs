namespace Haggle.Wire.Rest;

/// <summary>What `haggle launch --json` writes; no address answers it.</summary>
public sealed record LaunchMessage
{
    /// <summary>What was planned.</summary>
    public PlanMessage? Plan { get; set; }

    /// <summary>The run as it was when the command ended; null for --dry-run.</summary>
    public RunMessage? Run { get; set; }

    /// <summary>Its bill, once it is over; null otherwise.</summary>
    public BillMessage? Bill { get; set; }
}
