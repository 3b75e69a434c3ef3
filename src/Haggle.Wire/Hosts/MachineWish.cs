using Haggle.Wire.Agent;

namespace Haggle.Wire.Hosts;

/// <summary>The wish for a machine on a computer.</summary>
public sealed record MachineWish
{
    /// <summary>The unique name; the same one twice is the same machine once.</summary>
    public required string Token { get; init; }

    /// <summary>Who pays.</summary>
    public required string Owner { get; init; }

    /// <summary>The run's number.</summary>
    public long Run { get; init; }

    /// <summary>The attempt.</summary>
    public int Epoch { get; init; }

    /// <summary>The node's number.</summary>
    public int Rank { get; init; }

    /// <summary>The key of the offer that was chosen.</summary>
    public required string Offer { get; init; }

    /// <summary>Its type.</summary>
    public required string InstanceType { get; init; }

    /// <summary>How it is bought.</summary>
    public required string Purchase { get; init; }

    /// <summary>How many accelerators it has.</summary>
    public double AcceleratorCount { get; init; }

    /// <summary>What an hour of it costs.</summary>
    public long PriceNanoUsdPerHour { get; init; }

    /// <summary>The content of the agent's configuration file.</summary>
    public required byte[] AgentConfiguration { get; init; }

    /// <summary>What the clock of whoever asks shows; the bill is by that clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>When it will be taken back; null for never.</summary>
    public ReclaimSchedule? Reclaim { get; init; }

    /// <summary>The part of the computer that it is to have; null for whatever there is.</summary>
    public AllotRequest? Allot { get; init; }
}
