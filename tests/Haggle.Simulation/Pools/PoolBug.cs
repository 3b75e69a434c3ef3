namespace Haggle.Simulation.Pools;

/// <summary>Mistakes that are put into the sharing of machines on purpose: a checker that does not see them is worth nothing.</summary>
public enum PoolBug
{
    None,

    /// <summary>What is free is looked up, and the allotment is written, without the folder's lock.</summary>
    NoLock,

    /// <summary>Something goes on renewing the lease of an agent that is dead.</summary>
    RenewsForEver,

    /// <summary>A lease that ran out is the end of an allotment, whatever still runs.</summary>
    TakesBackTooEarly,

    /// <summary>Nobody asks whether a machine is being drained.</summary>
    IgnoresDrain,

    /// <summary>Whatever fits begins; nobody keeps a place for the one whose turn it is.</summary>
    FirstFit,
}
