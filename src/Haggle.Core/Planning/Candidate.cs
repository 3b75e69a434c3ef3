using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Core.Planning;

/// <summary>An offer that would do.</summary>
public sealed record Candidate
{
    /// <summary>The offer and its price for one machine.</summary>
    public required Quote Quote { get; init; }

    /// <summary>What all machines of the job cost together, for an hour of the offer's time.</summary>
    public required HourlyRate GangRate { get; init; }

    /// <summary>What the rest of the job is expected to cost on it, as the offer counts time; null when nobody knows how much is left to do.</summary>
    public Money? ExpectedCost { get; init; }

    /// <summary>How long the rest of the job is expected to take on it, in the offer's time; null when nobody knows.</summary>
    public TimeSpan? ExpectedTime { get; init; }

    /// <summary>How the expectation is known, when it is by the job's workload; "" otherwise.</summary>
    public string Basis { get; init; } = "";

    /// <summary>The number of the wish that it fulfils, from 0; -1 when the job wishes for nothing in particular.</summary>
    public required int Wish { get; init; }

    /// <summary>Why it stands where it stands.</summary>
    public required string Reason { get; init; }
}
