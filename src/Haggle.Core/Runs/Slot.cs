using Haggle.Core.Ledger;
using Haggle.Core.Market;

namespace Haggle.Core.Runs;

/// <summary>
/// One machine of one attempt, from the intent to have it until the provider says that it is gone. The intent is on disk before
/// any create call is made.
/// </summary>
public sealed record Slot
{
    /// <summary>The attempt.</summary>
    public required int Epoch { get; init; }

    /// <summary>The node's number in the attempt, from 0.</summary>
    public required int Rank { get; init; }

    /// <summary>The unique name it is asked for under.</summary>
    public required LaunchToken Token { get; init; }

    /// <summary>What was chosen, at what price.</summary>
    public required Quote Quote { get; init; }

    /// <summary>Where it stands.</summary>
    public SlotState State { get; init; } = SlotState.Intended;

    /// <summary>When the intent was recorded.</summary>
    public required DateTimeOffset IntendedAt { get; init; }

    /// <summary>Until when its agent must have answered.</summary>
    public required DateTimeOffset ReadyBy { get; init; }

    /// <summary>The provider's name of the machine, once known.</summary>
    public MachineId? Machine { get; init; }

    /// <summary>The machine's address as its peers see it; "" until known.</summary>
    public string Address { get; init; } = "";

    /// <summary>What it waits for at its provider; null when it does not wait.</summary>
    public MachineQueue? Queue { get; init; }

    /// <summary>When it was first seen to wait no more; null when it never waited or still does.</summary>
    public DateTimeOffset? LeftQueueAt { get; init; }

    /// <summary>When the provider first said that the machine runs.</summary>
    public DateTimeOffset? UpAt { get; init; }

    /// <summary>What went wrong with this machine, when something did.</summary>
    public AttemptEnd? Failure { get; init; }

    /// <summary>Why the launch did not happen or the machine is not wanted; "" otherwise.</summary>
    public string Why { get; init; } = "";

    /// <summary>When it was decided to end it.</summary>
    public DateTimeOffset? EndingSince { get; init; }

    /// <summary>Until when its last log bytes are waited for before it is ended.</summary>
    public DateTimeOffset? DrainUntil { get; init; }

    /// <summary>When the provider said it was gone, by the provider's clock.</summary>
    public DateTimeOffset? GoneAt { get; init; }

    /// <summary>Whether the provider said that it took the machine back.</summary>
    public bool Reclaimed { get; init; }

    /// <summary>What it owes and how that was counted.</summary>
    public MeterReading Meter { get; init; } = MeterReading.None;

    /// <summary>What its agent last said; null before it said anything.</summary>
    public AgentState? Agent { get; init; }

    /// <summary>Since when its agent has not answered; null while it does.</summary>
    public DateTimeOffset? SilentSince { get; init; }

    /// <summary>Whether the machine may still cost money.</summary>
    public bool MayExist => State is not (SlotState.Gone or SlotState.NeverBorn);
}
