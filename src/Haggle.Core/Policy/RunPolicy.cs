namespace Haggle.Core.Policy;

/// <summary>How patient and how careful the engine is with a run. All times are by the clock here, none is scaled in a rehearsal.</summary>
public sealed record RunPolicy
{
    /// <summary>How long a machine lives on when nobody renews its lease. Default 10 minutes.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an agent may not answer before its machine counts as unreachable. Default 30 s. Unreachable is not reclaimed.</summary>
    public TimeSpan SilencePatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a machine that its provider calls running may be unreachable before the attempt is given up. Default 5 minutes.</summary>
    public TimeSpan UnreachablePatience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The time between SIGTERM and SIGKILL. Default 30 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How much longer than the grace a stop may take (saving the last checkpoint) before machines are ended anyway. Default 2 minutes.</summary>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the last log bytes of a machine that is no longer needed are waited for. Default 10 s.</summary>
    public TimeSpan DrainPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the ledger gets a line for a machine that goes on. Default 10 minutes.</summary>
    public TimeSpan AccrueEvery { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The first wait after an attempt that came to nothing; doubled each time. Default 5 s.</summary>
    public TimeSpan BackoffFirst { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest such wait. Default 5 minutes.</summary>
    public TimeSpan BackoffMax { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an offer is left alone after its machine was not what was asked for or never got ready. Default 15 minutes.</summary>
    public TimeSpan CoolAfterTrouble { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long an offer is left alone after the provider refused it for good (quota, permission). Default 30 days.</summary>
    public TimeSpan CoolAfterRefusal { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long an attempt is assumed to take from the decision to a running program, in the offer's time, before one was seen. Default 5 minutes.</summary>
    public TimeSpan StartUpAllowance { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How fast data comes to a new machine before that was measured, bytes a second: about 1 Gbit/s, what one connection to an object store gives
    /// (staging.gb_per_second in docs/assumptions.md). Default 100,000,000.
    /// </summary>
    public double StagingBytesPerSecond { get; init; } = 1e8;

    /// <summary>
    /// How many start-ups of spare time are kept back for the deadline: one lost to a reclaim, one on demand, one for what goes wrong. Below that nothing that can
    /// be taken back is begun, and nothing is waited for. Default 3.
    /// </summary>
    public double ReserveStartUps { get; init; } = 3;

    /// <summary>Without a deadline: how long it is waited for spot at most before on-demand is paid, and never longer than a quarter of the work that is left. Default 1 hour, in the offer's time.</summary>
    public TimeSpan SpotPatience { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What an hour of waiting is worth; in place of <see cref="SpotPatience"/> where given. Default: not given.</summary>
    public Units.HourlyRate? ValueOfTime { get; init; }

    /// <summary>How often a run on demand looks whether spot has come back, and one on spot whether there is a cheaper place, in the offer's time. Default 10 minutes.</summary>
    public TimeSpan LookBackEvery { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many start-ups a run on spot stays at least before it moves to a cheaper place, so that it makes progress however prices flap. Default 6.</summary>
    public double SettleStartUps { get; init; } = 6;

    /// <summary>How many times what it costs a move from spot to a cheaper place must be expected to save. Default 2.</summary>
    public double MoveGain { get; init; } = 2;

    /// <summary>A program that ran for less than this (offer's time) before its machine died counts as an attempt that came to nothing. Default 1 minute.</summary>
    public TimeSpan FruitfulAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many checkpoints a new attempt may try, newest first: a bad one has older ones to fall back to. Default 16, all that a run remembers.</summary>
    public int CheckpointsRemembered { get; init; } = 16;

    /// <summary>How many checkpoints are left at least when a store is tidied, however few the task wants kept. Default 3.</summary>
    public int CheckpointsKept { get; init; } = 3;

    /// <summary>The wait before another attempt after so many in a row that came to nothing: doubled from <see cref="BackoffFirst"/> up to <see cref="BackoffMax"/>.</summary>
    /// <param name="fruitless">How many in a row; zero for none.</param>
    public TimeSpan Backoff(int fruitless)
    {
        if (fruitless <= 0) return TimeSpan.Zero;
        var doublings = Math.Min(fruitless - 1, 20);
        var wait = BackoffFirst.Ticks * (1L << doublings);
        return wait > BackoffMax.Ticks || wait < 0 ? BackoffMax : TimeSpan.FromTicks(wait);
    }
}
