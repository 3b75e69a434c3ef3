namespace Haggle.Wire.Rest;

/// <summary>What would be done, at what price, and why not otherwise.</summary>
public sealed record PlanMessage
{
    /// <summary>The run's name.</summary>
    public required string Name { get; init; }

    /// <summary>How many machines, all at once.</summary>
    public int Nodes { get; set; } = 1;

    /// <summary>When the prices were put together.</summary>
    public DateTimeOffset AsOf { get; set; }

    /// <summary>The offers that fit, the best first.</summary>
    public CandidateMessage[] Candidates { get; set; } = [];

    /// <summary>How many more fit than are listed.</summary>
    public int CandidatesLeftOut { get; set; }

    /// <summary>Why other offers do not fit, the commonest reason first.</summary>
    public RefusalCount[] Refused { get; set; } = [];

    /// <summary>When nothing can be chosen: one sentence why; "" otherwise.</summary>
    public string WhyNot { get; set; } = "";

    /// <summary>When nothing can be chosen: one sentence what to do; "" otherwise.</summary>
    public string WhatToDo { get; set; } = "";

    /// <summary>What it is expected to take and cost; null when nothing was chosen.</summary>
    public EstimateMessage? Estimate { get; set; }

    /// <summary>What the user should know first (no checkpoints on a spot machine, fields not acted on yet, old prices).</summary>
    public string[] Warnings { get; set; } = [];

    /// <summary>Whether real money would be owed: false for a rehearsal and for a machine that is free of charge.</summary>
    public bool CostsMoney { get; set; }

    /// <summary>The most that the run may cost; null for no limit.</summary>
    public long? BudgetNanoUsd { get; set; }

    /// <summary>When it should be done; null for no deadline.</summary>
    public DateTimeOffset? Deadline { get; set; }

    /// <summary>With a deadline: what spot policy is expected to make of it; null without one, or when nobody knows how much work it is.</summary>
    public ForecastMessage? Forecast { get; set; }

    /// <summary>The rehearsal, completed by the server's defaults; null in earnest.</summary>
    public RehearsalMessage? Rehearsal { get; set; }
}
