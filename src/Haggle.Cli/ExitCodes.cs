namespace Haggle.Cli;

/// <summary>
/// The exit codes of every verb; scripts rely on them. Where a program's own exit code is passed on (launch, exec, ssh), it is any number; Haggle's own
/// codes lie where programs seldom put theirs.
/// </summary>
internal static class ExitCodes
{
    /// <summary>Done; or the program ended with 0.</summary>
    public const int Ok = 0;

    /// <summary>The run failed and the program left no exit code.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the task file is wrong.</summary>
    public const int BadInput = 2;

    /// <summary>The server cannot be reached or does not start.</summary>
    public const int NoServer = 69;

    /// <summary>The server answered with an error of its own.</summary>
    public const int ServerError = 70;

    /// <summary>No offer fits.</summary>
    public const int NoOffer = 71;

    /// <summary>Money would be spent and nobody agreed: the answer was no, or there was nobody to ask.</summary>
    public const int NotAgreed = 72;

    /// <summary>There is no such run.</summary>
    public const int NoSuchRun = 73;

    /// <summary>The run is not in a state in which that can be done.</summary>
    public const int Conflict = 74;

    /// <summary>The run was stopped by a user.</summary>
    public const int Stopped = 75;

    /// <summary>The budget was used up.</summary>
    public const int OutOfBudget = 76;

    /// <summary>The task's time limit passed.</summary>
    public const int OutOfTime = 77;

    /// <summary>A bug of Haggle: the run was put aside for replay, or this program broke.</summary>
    public const int Bug = 78;

    /// <summary>`doctor` found a problem.</summary>
    public const int Unwell = 79;

    /// <summary>Ctrl-C: the run goes on without this command watching it.</summary>
    public const int Detached = 130;
}
