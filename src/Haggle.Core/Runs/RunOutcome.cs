namespace Haggle.Core.Runs;

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>The program finished with exit code 0 on every node.</summary>
    Succeeded,

    /// <summary>The program failed more often than the task allows, or could not be run at all.</summary>
    Failed,

    /// <summary>The user stopped it.</summary>
    Stopped,

    /// <summary>The budget was used up.</summary>
    OutOfBudget,

    /// <summary>The task's own time limit passed.</summary>
    OutOfTime,

    /// <summary>A broken invariant of Haggle stopped it: nothing new was launched, machines were given back, the state is kept for replay.</summary>
    Quarantined,
}
