namespace Haggle.Wire.Rest;

/// <summary>What would be done, at what price, and why not otherwise.</summary>
public sealed record PlanMessage
{
    /// <summary>The run's name.</summary>
    public required string Name { get; init; }

    /// <summary>How many machines, all at once.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>When the prices were put together.</summary>
    public DateTimeOffset AsOf { get; init; }

    /// <summary>The offers that fit, the best first.</summary>
    public CandidateMessage[] Candidates { get; init; } = [];

    /// <summary>How many more fit than are listed.</summary>
    public int CandidatesLeftOut { get; init; }

    /// <summary>Why other offers do not fit, the commonest reason first.</summary>
    public RefusalCount[] Refused { get; init; } = [];

    /// <summary>When nothing can be chosen: one sentence why; "" otherwise.</summary>
    public string WhyNot { get; init; } = "";

    /// <summary>When nothing can be chosen: one sentence what to do; "" otherwise.</summary>
    public string WhatToDo { get; init; } = "";

    /// <summary>What it is expected to take and cost; null when nothing was chosen.</summary>
    public EstimateMessage? Estimate { get; init; }

    /// <summary>What the user should know first (no checkpoints on a spot machine, fields not acted on yet, old prices).</summary>
    public string[] Warnings { get; init; } = [];

    /// <summary>Whether real money would be owed: false for a rehearsal and for a machine that is free of charge.</summary>
    public bool CostsMoney { get; init; }

    /// <summary>The most that the run may cost; null for no limit.</summary>
    public long? BudgetNanoUsd { get; init; }

    /// <summary>When it should be done; null for no deadline.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The rehearsal, completed by the server's defaults; null in earnest.</summary>
    public RehearsalMessage? Rehearsal { get; init; }
}
