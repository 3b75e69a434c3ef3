namespace Haggle.Simulation.Bugs;

/// <summary>Bugs that are put into a world on purpose, one kind for each promise: a checker that does not catch its own is worth nothing.</summary>
public enum PlantedBug
{
    None,

    /// <summary>The store says that an intent is on disk before it is.</summary>
    ForgetIntent,

    /// <summary>The provider makes a second machine for the same token, as one without idempotency would.</summary>
    LaunchTwice,

    /// <summary>A machine counts as gone when its end was asked for.</summary>
    GoneTooEarly,

    /// <summary>Ends of machines are never asked for.</summary>
    ForgetToEnd,

    /// <summary>The checkpoint store takes what a sealed attempt writes.</summary>
    SkipEpochCheck,

    /// <summary>A machine is given up as soon as one call times out.</summary>
    ReplaceOnTimeout,

    /// <summary>What a machine really is, is not read back.</summary>
    AcceptMismatch,

    /// <summary>Every ledger line is written twice.</summary>
    DoubleLedger,

    /// <summary>A machine that was made long after its server died is ended, and nobody pays for it.</summary>
    LateIsNobodys,

    /// <summary>Price changes of running machines are not heard.</summary>
    MissPriceChange,

    /// <summary>The budget is not looked at.</summary>
    IgnoreBudget,

    /// <summary>The budget forgets that a machine is billed until it is gone.</summary>
    EndingIsFree,

    /// <summary>The deadline is not looked at.</summary>
    IgnoreDeadline,

    /// <summary>The spot policy believes the deadline to be half an hour later: it waits, and runs on spot, past the last minute.</summary>
    WaitTooLong,

    /// <summary>A run on spot moves for every cent, as soon as it has come.</summary>
    MoveForCents,

    /// <summary>Agents live on without a lease.</summary>
    NoLease,

    /// <summary>A piece of log is kept twice.</summary>
    DoubleLog,

    /// <summary>The end of a log counts as fetched before it is.</summary>
    CutLog,

    /// <summary>A run that waits is never looked at again.</summary>
    SleepForever,
}
