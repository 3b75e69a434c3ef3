namespace Haggle.Simulation.Agents;

/// <summary>The program of one job, as the user wrote it: how long it is, when it fails, how it behaves when it is stopped.</summary>
internal sealed class SimProgram
{
    public required long Steps { get; init; }

    public required TimeSpan StepTime { get; init; }

    public required TimeSpan SetupTime { get; init; }

    /// <summary>From SIGTERM until it has saved and left.</summary>
    public required TimeSpan StopTime { get; init; }

    /// <summary>How long a checkpoint takes to be written.</summary>
    public required TimeSpan SaveTime { get; init; }

    /// <summary>Whether it tells how many steps there are.</summary>
    public bool TellsTotal { get; init; } = true;

    /// <summary>What it exits with when it is stopped before its end: many programs save and exit with 0.</summary>
    public int CodeWhenStopped { get; init; } = 143;

    /// <summary>Steps at which it fails once, with the exit code.</summary>
    public List<(long Step, int Code)> Failures { get; } = [];

    /// <summary>The time that it needs when nothing disturbs it.</summary>
    public TimeSpan Work => Steps * StepTime;

    /// <summary>The gangs that run it or ran it, by attempt.</summary>
    public SortedDictionary<int, SimGang> Gangs { get; } = [];

    /// <summary>Whether it ever failed by itself.</summary>
    public bool HasFailed { get; set; }

    /// <summary>How often its setup was run, on all nodes.</summary>
    public int SetUps { get; set; }

    /// <summary>How often it was started, on all nodes.</summary>
    public int Starts { get; set; }

    /// <summary>Whether it ever had the time to save when it was stopped.</summary>
    public bool HasSaved { get; set; }

    /// <summary>The attempts that reached the end.</summary>
    public SortedSet<int> Finished { get; } = [];
}
