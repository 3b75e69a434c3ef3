using Haggle.Core.Market;
using Haggle.Core.Runs;

namespace Haggle.Engine.Ports;

/// <summary>The wish for one machine.</summary>
public sealed record LaunchRequest
{
    /// <summary>The unique name; the idempotency key and a tag of the machine.</summary>
    public required LaunchToken Token { get; init; }

    /// <summary>Who pays; a tag of the machine.</summary>
    public required OwnerId Owner { get; init; }

    /// <summary>The run; a tag of the machine.</summary>
    public required RunId Run { get; init; }

    /// <summary>The attempt.</summary>
    public required int Epoch { get; init; }

    /// <summary>The node's number in the attempt.</summary>
    public required int Rank { get; init; }

    /// <summary>How many machines the attempt has, which are made together where the provider can; at least 1.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>The longest that the program may still run, in the offer's time; null for no limit. A provider that has limits of its own may ask for less.</summary>
    public TimeSpan? Lasting { get; init; }

    /// <summary>What is wanted, at the price it was chosen for. A provider that finds another price or kind refuses.</summary>
    public required Quote Quote { get; init; }

    /// <summary>The content of the agent's configuration file. It holds the machine's own key and nothing of the account's.</summary>
    public required ReadOnlyMemory<byte> AgentConfiguration { get; init; }

    /// <summary>The rehearsal that the machine belongs to; null in earnest.</summary>
    public Rehearsal? Rehearsal { get; init; }
}
