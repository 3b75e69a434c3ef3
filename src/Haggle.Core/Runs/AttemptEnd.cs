namespace Haggle.Core.Runs;

/// <summary>Why an attempt ended.</summary>
public enum AttemptEnd
{
    /// <summary>The program finished.</summary>
    Finished,

    /// <summary>The program failed by itself.</summary>
    Failed,

    /// <summary>The provider took a machine back.</summary>
    Reclaimed,

    /// <summary>A machine is gone that nobody took back: it crashed or was ended by somebody else.</summary>
    MachineDied,

    /// <summary>A machine's agent did not answer for longer than patience allows.</summary>
    Unreachable,

    /// <summary>The provider had no machine to give.</summary>
    NoCapacity,

    /// <summary>The provider refused for good (quota, permission, unknown type).</summary>
    Refused,

    /// <summary>The machine was not what was asked for: price, purchase or hardware.</summary>
    Mismatch,

    /// <summary>A machine never got ready.</summary>
    NeverReady,

    /// <summary>The user stopped the run.</summary>
    UserStop,

    /// <summary>The budget is used up.</summary>
    Budget,

    /// <summary>The task's time limit passed.</summary>
    TimeLimit,

    /// <summary>Moved to another offer in time for the deadline.</summary>
    Moved,

    /// <summary>A bug of Haggle.</summary>
    Quarantine,
}
