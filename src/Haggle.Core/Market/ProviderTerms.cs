using Haggle.Core.Units;

namespace Haggle.Core.Market;

/// <summary>What a buyer must know about a provider before the price. Null and "" mean that nobody looked it up yet, never "no".</summary>
public sealed record ProviderTerms
{
    /// <summary>Whose terms they are.</summary>
    public required ProviderName Provider { get; init; }

    /// <summary>The name that the provider gives itself.</summary>
    public required string Title { get; init; }

    /// <summary>How time is counted.</summary>
    public BillingRule? Billing { get; init; }

    /// <summary>What the quota counts.</summary>
    public QuotaKind Quota { get; init; }

    /// <summary>A GB of disk for a month while the machine runs.</summary>
    public Money? StorageRunning { get; init; }

    /// <summary>A GB of disk for a month while the machine is stopped.</summary>
    public Money? StorageStopped { get; init; }

    /// <summary>A GB that leaves to the internet, in the first paid step.</summary>
    public Money? Egress { get; init; }

    /// <summary>Whose room the machines stand in.</summary>
    public HostKind Host { get; init; }

    /// <summary>What uptime is promised, in words; "" when nothing is known.</summary>
    public string Sla { get; init; } = "";

    /// <summary>Who could read the data, in words.</summary>
    public string Privacy { get; init; } = "";

    /// <summary>How long it takes somebody practised from nothing to a first notebook, minutes.</summary>
    public int? SetupMinutes { get; init; }

    /// <summary>The longest session of a free tier, hours.</summary>
    public double? SessionHours { get; init; }

    /// <summary>The most hours of a free tier in a week.</summary>
    public double? WeeklyHours { get; init; }

    /// <summary>What else there is to say, in words.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether it has closed: its offers are history.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Where the facts come from and when they held.</summary>
    public required Provenance Provenance { get; init; }
}
