using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Policy.Experience;
using Haggle.Core.Pools;
using Haggle.Core.Units;
using Haggle.Engine.Ports;

namespace Haggle.Engine;

/// <summary>Everything outside that the engine works with.</summary>
public sealed record EnginePorts
{
    /// <summary>What must survive everything.</summary>
    public required IStore Store { get; init; }

    /// <summary>Who lets machines.</summary>
    public required ImmutableArray<IProvider> Providers { get; init; }

    /// <summary>How agents are talked to.</summary>
    public required IAgentLink Link { get; init; }

    /// <summary>Where checkpoints are kept.</summary>
    public required ICheckpointStore Checkpoints { get; init; }

    /// <summary>Where logs are kept.</summary>
    public required ILogStore Logs { get; init; }

    /// <summary>Sightings of spot markets that came from elsewhere.</summary>
    public ImmutableArray<MarketSighting> LearntElsewhere { get; init; } = [];

    /// <summary>The price of a GB that leaves a provider, where it is known.</summary>
    public ImmutableDictionary<ProviderName, Money> Egress { get; init; } = ImmutableDictionary<ProviderName, Money>.Empty;

    /// <summary>What is assumed of spot markets before anything was seen of them, the most particular first.</summary>
    public ImmutableArray<SpotPrior> SpotPriors { get; init; } = [];

    /// <summary>How pools of machines are shared.</summary>
    public PoolPolicy PoolPolicy { get; init; } = new();
}
