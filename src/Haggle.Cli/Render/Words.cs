using Haggle.Wire.Rest;

namespace Haggle.Cli.Render;

/// <summary>The words of the API as people read them. A word that is not known here is shown as it is.</summary>
internal static class Words
{
    /// <summary>Where a run stands, in one word: its outcome once it is over.</summary>
    public static Inked Standing(RunMessage run) => run is { Phase: "ended", Outcome: { } outcome } ? Outcome(outcome) : Phase(run.Phase);

    public static Inked Outcome(string outcome) => new(outcome, outcome switch
    {
        "succeeded" => Ink.Good,
        "stopped" => Ink.Careful,
        _ => Ink.Bad,
    });

    public static Inked Phase(string phase) => new(phase, phase switch
    {
        "running" => Ink.Good,
        "recovering" or "stopping" or "closing" => Ink.Careful,
        "quarantined" => Ink.Bad,
        "ended" => Ink.Faint,
        _ => Ink.Accent,
    });

    /// <summary>Why an attempt ended.</summary>
    public static string End(string end) => end switch
    {
        "" => "",
        "machine-died" => "machine died",
        "no-capacity" => "no capacity",
        "never-ready" => "never ready",
        "user-stop" => "stopped by user",
        "time-limit" => "time limit",
        _ => end,
    };

    public static bool IsOver(RunMessage run) => run.Phase is "ended" or "quarantined";
}
