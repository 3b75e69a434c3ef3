using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Policy;
using Haggle.Core.Policy.Experience;
using Haggle.Core.Pools;
using Haggle.Core.Units;

namespace Haggle.Core.Runs;

/// <summary>What a decision needs to know besides the run and the instant.</summary>
public sealed record DeciderInput
{
    /// <summary>Who pays.</summary>
    public required OwnerId Owner { get; init; }

    /// <summary>The patience and care.</summary>
    public required RunPolicy Policy { get; init; }

    /// <summary>The offers that this run may use; null when they are not known (yet): nothing is placed then.</summary>
    public required MarketSnapshot? Market { get; init; }

    /// <summary>How patient to be with each provider.</summary>
    public ImmutableDictionary<ProviderName, ProviderPatience> Patience { get; init; } = ImmutableDictionary<ProviderName, ProviderPatience>.Empty;

    /// <summary>What is known of spot markets from the user's own machines.</summary>
    public MarketExperience Experience { get; init; } = MarketExperience.None;

    /// <summary>The price of a GB that leaves a provider, where it is known.</summary>
    public ImmutableDictionary<ProviderName, Money> Egress { get; init; } = ImmutableDictionary<ProviderName, Money>.Empty;

    /// <summary>
    /// Since when this process listens to agents. What was not heard before, while nobody listened, is nobody's silence. Default: since ever.
    /// </summary>
    public DateTimeOffset ListeningSince { get; init; } = DateTimeOffset.MinValue;

    /// <summary>What the queue of a pool of machines says to this run; null when it waits for none.</summary>
    public PoolSeat? Seat { get; init; }

    /// <summary>How patient to be with one provider.</summary>
    public ProviderPatience PatienceWith(ProviderName provider) => Patience.GetValueOrDefault(provider, ProviderPatience.Default);
}
