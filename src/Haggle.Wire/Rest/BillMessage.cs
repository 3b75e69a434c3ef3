namespace Haggle.Wire.Rest;

/// <summary>GET /v1/runs/{id}/bill: what a run costs, machine by machine. The lines add up to the total, to the nano-dollar.</summary>
public sealed record BillMessage
{
    /// <summary>The run.</summary>
    public required long Run { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether every machine is gone and the ledger closed.</summary>
    public bool IsFinal { get; set; }

    /// <summary>The server's clock: up to when running machines are counted.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>How the run ended; null while that is open.</summary>
    public string? Outcome { get; set; }

    /// <summary>The rehearsal that this was: nothing is owed to anybody, the amounts are what the pretended offer would have cost.</summary>
    public RehearsalMessage? Rehearsal { get; set; }

    /// <summary>One line for each machine, in the order of attempts and ranks.</summary>
    public BillLineMessage[] Lines { get; set; } = [];

    /// <summary>The sum.</summary>
    public long TotalNanoUsd { get; set; }

    /// <summary>What was expected before it began; null when nothing was.</summary>
    public EstimateMessage? Estimate { get; set; }

    /// <summary>The budget; null for no limit.</summary>
    public long? BudgetNanoUsd { get; set; }

    /// <summary>How often machines were taken back.</summary>
    public int Reclaims { get; set; }

    /// <summary>How long the program ran, all attempts added up, in seconds of the offer's time.</summary>
    public double ProgramSeconds { get; set; }

    /// <summary>How much of that had to be done again because no checkpoint held it; null when not known.</summary>
    public double? RepeatedSeconds { get; set; }

    /// <summary>What the same work would have cost without reclaims on the same kind of machine bought on demand; null when not known.</summary>
    public long? OnDemandCostNanoUsd { get; set; }

    /// <summary>What spot saved against that: negative when it cost more; null when not known.</summary>
    public long? SavedBySpotNanoUsd { get; set; }
}
