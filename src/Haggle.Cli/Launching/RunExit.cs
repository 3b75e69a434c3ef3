using Haggle.Wire.Rest;

namespace Haggle.Cli.Launching;

/// <summary>The exit code of a command that waited for a run: its program's own where it has one.</summary>
internal static class RunExit
{
    public static int CodeOf(RunMessage run) => run.Outcome switch
    {
        "succeeded" => ExitCodes.Ok,
        "stopped" => ExitCodes.Stopped,
        "out-of-budget" => ExitCodes.OutOfBudget,
        "out-of-time" => ExitCodes.OutOfTime,
        "failed" => run.ExitCode is { } code and not 0 ? code : ExitCodes.Failed,
        "quarantined" => ExitCodes.Bug,
        _ => run.Phase == "quarantined" ? ExitCodes.Bug : ExitCodes.Failed,
    };
}
