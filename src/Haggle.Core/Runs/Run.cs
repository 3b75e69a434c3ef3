using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.Core.Runs;

/// <summary>
/// One submitted job with everything that is needed to decide what happens next. Immutable; the store keeps the newest version.
/// </summary>
public sealed record Run
{
    /// <summary>Its number.</summary>
    public required RunId Id { get; init; }

    /// <summary>The version of this state, from 1; every stored change adds one.</summary>
    public required long Version { get; init; }

    /// <summary>What it is to do.</summary>
    public required Job Job { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public RunPhase Phase { get; init; } = RunPhase.Placing;

    /// <summary>The number of the newest attempt; 0 before the first.</summary>
    public int Epoch { get; init; }

    /// <summary>The attempt that is live; null while none is.</summary>
    public Attempt? Attempt { get; init; }

    /// <summary>Machines of earlier attempts that are not known to be gone yet.</summary>
    public ImmutableArray<Slot> Leaving { get; init; } = [];

    /// <summary>Verified checkpoints, oldest first; the newest few.</summary>
    public ImmutableArray<CheckpointRef> Checkpoints { get; init; } = [];

    /// <summary>The newest attempt whose checkpoint store is sealed; a new attempt starts only when this is <see cref="Epoch"/>.</summary>
    public int SealedEpoch { get; init; }

    /// <summary>The user's wish to end it; null for none.</summary>
    public StopWish? Stop { get; init; }

    /// <summary>How it ended, once decided.</summary>
    public RunOutcome? Outcome { get; init; }

    /// <summary>One sentence: why it stands where it stands.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The exit code of the program, once it ended by itself for good.</summary>
    public int? ExitCode { get; init; }

    /// <summary>How often machines were taken back.</summary>
    public int Reclaims { get; init; }

    /// <summary>How often the program failed by itself.</summary>
    public int Failures { get; init; }

    /// <summary>Attempts in a row that came to nothing before the program ran, for the back-off.</summary>
    public int FruitlessAttempts { get; init; }

    /// <summary>Offers that are left alone for a while, with the instant until which.</summary>
    public ImmutableArray<KeyValuePair<string, DateTimeOffset>> Cooling { get; init; } = [];

    /// <summary>Not before this instant is another attempt made; null for no such wait.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>That it waits for spot; null when it does not.</summary>
    public SpotWait? SpotWait { get; init; }

    /// <summary>The longest that an attempt of this run took from the decision to a running program, in the offer's time.</summary>
    public TimeSpan StartUpSeen { get; init; }

    /// <summary>What the ledger says that the run owes so far.</summary>
    public Money Spent { get; init; }

    /// <summary>Time that the program ran in finished attempts, in the offer's time.</summary>
    public TimeSpan RanBefore { get; init; }

    /// <summary>How long a step of the program takes, in the offer's time, by what its progress showed; null when not known.</summary>
    public double? SecondsPerStep { get; init; }

    /// <summary>The newest progress that was told.</summary>
    public Progress? Progress { get; init; }

    /// <summary>When the run must be looked at again even if nothing happens.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Every machine that may still cost money or that the live attempt has.</summary>
    public IEnumerable<Slot> AllSlots => Attempt is { } attempt ? attempt.Slots.Concat(Leaving) : Leaving;
}
