using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;

namespace Haggle.Providers.Rentals;

/// <summary>A machine by its cloud's word.</summary>
internal sealed record RentedMachine
{
    /// <summary>The cloud's name of it.</summary>
    public required string Id { get; init; }

    /// <summary>The token that it bears.</summary>
    public required LaunchToken Token { get; init; }

    /// <summary>Pending, Running, or Ending for whatever will not run again.</summary>
    public required MachineStatus Status { get; init; }

    /// <summary>Whether the cloud took it back.</summary>
    public bool IsTaken { get; init; }

    /// <summary>Where its peers find it; "" when not known yet.</summary>
    public string Address { get; init; } = "";

    /// <summary>Where ssh finds it; "" when not known yet.</summary>
    public string SshHost { get; init; } = "";

    public int SshPort { get; init; } = 22;

    public required string InstanceType { get; init; }

    public required Purchase Purchase { get; init; }

    public required double AcceleratorCount { get; init; }

    /// <summary>What an hour of it costs while it runs; null when the cloud does not say.</summary>
    public HourlyRate? Rate { get; init; }

    /// <summary>What an hour costs before and after it runs (its disk); null for nothing.</summary>
    public HourlyRate? RestRate { get; init; }

    /// <summary>When it was made; null when the cloud does not say.</summary>
    public DateTimeOffset? MadeAt { get; init; }

    /// <summary>When it began to run; null when the cloud does not say.</summary>
    public DateTimeOffset? RunningSince { get; init; }

    /// <summary>Its state in the cloud's words, for people.</summary>
    public string About { get; init; } = "";

    /// <summary>What it costs now.</summary>
    public HourlyRate? RateNow => Status == MachineStatus.Running ? Rate : RestRate;
}
