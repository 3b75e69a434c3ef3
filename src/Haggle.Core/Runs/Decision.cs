using System.Collections.Immutable;
using Haggle.Core.Ledger;

namespace Haggle.Core.Runs;

/// <summary>
/// What was decided for a run: the state to store, with what is to be told and booked. What to do about it (launch, order, end machines) can be
/// read off the state: intents are part of it.
/// </summary>
/// <param name="Next">The state; the same object as before when nothing changes.</param>
/// <param name="Events">What happened, for the history.</param>
/// <param name="Entries">New lines of the ledger.</param>
/// <param name="Ended">The attempt that ended; null for none.</param>
public sealed record Decision(Run Next, ImmutableArray<RunEvent> Events, ImmutableArray<LedgerEntry> Entries, AttemptRecord? Ended);
