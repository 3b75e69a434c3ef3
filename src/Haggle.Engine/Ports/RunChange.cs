using System.Collections.Immutable;
using Haggle.Core.Ledger;
using Haggle.Core.Runs;

namespace Haggle.Engine.Ports;

/// <summary>One step of a run, stored whole or not at all.</summary>
public sealed record RunChange
{
    /// <summary>
    /// The new state; its version is the old one plus one. The slot rows follow it: one that it holds has its state, one that it holds no more is
    /// over (gone, or never born when <see cref="Ended"/> says so). Rows are never deleted.
    /// </summary>
    public required Run Next { get; init; }

    /// <summary>New lines of the history.</summary>
    public ImmutableArray<RunEvent> Events { get; init; } = [];

    /// <summary>New lines of the ledger; <see cref="Run.Spent"/> of the new state holds them already.</summary>
    public ImmutableArray<LedgerEntry> Entries { get; init; } = [];

    /// <summary>The attempt that ended with this step; null for none.</summary>
    public AttemptRecord? Ended { get; init; }
}
