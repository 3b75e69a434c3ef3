namespace Haggle.Wire.Rest;

/// <summary>One placement of a run on machines.</summary>
public sealed record AttemptMessage
{
    /// <summary>Its number, from 1.</summary>
    public int Epoch { get; set; }

    /// <summary>The offer's key.</summary>
    public string Offer { get; set; } = "";

    /// <summary>How the offer is bought (see <see cref="CandidateMessage.Purchase"/>).</summary>
    public string Purchase { get; set; } = "";

    /// <summary>What all its nodes cost an hour of the offer's time.</summary>
    public long RateNanoUsdPerHour { get; set; }

    /// <summary>When it was decided.</summary>
    public DateTimeOffset DecidedAt { get; set; }

    /// <summary>When its program ran on all nodes; null before.</summary>
    public DateTimeOffset? RunningSince { get; set; }

    /// <summary>When it was over; null while it is not.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>
    /// Why it ended or is being stopped: "finished", "failed", "reclaimed", "machine-died", "unreachable", "no-capacity", "refused", "mismatch",
    /// "never-ready", "user-stop", "budget", "time-limit", "moved", "quarantine"; "" while it goes on.
    /// </summary>
    public string End { get; set; } = "";

    /// <summary>The checkpoint it was started from; "" for none.</summary>
    public string RestoredFrom { get; set; } = "";

    /// <summary>Its machines by rank.</summary>
    public MachineMessage[] Machines { get; set; } = [];
}
