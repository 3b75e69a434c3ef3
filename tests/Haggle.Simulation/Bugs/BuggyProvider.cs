using System.Runtime.CompilerServices;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.Clouds;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Bugs;

/// <summary>A provider port as a careless translator would have written it. Every planted bug of this border is one case here.</summary>
internal sealed class BuggyProvider : IProvider
{
    private readonly IProvider _inner;
    private readonly SimCloud _cloud;
    private readonly SimWorld _world;

    private BuggyProvider(IProvider inner, SimCloud cloud, SimWorld world)
    {
        _inner = inner;
        _cloud = cloud;
        _world = world;
    }

    public ProviderName Name => _inner.Name;

    public ProviderTraits Traits => _world.Bug is PlantedBug.EndingIsFree ? _inner.Traits with { EndingBilled = TimeSpan.Zero } : _inner.Traits;

    public static IProvider Around(IProvider inner, SimCloud cloud, SimWorld world) =>
        world.Bug is PlantedBug.GoneTooEarly or PlantedBug.AcceptMismatch or PlantedBug.ForgetToEnd or PlantedBug.MissPriceChange or PlantedBug.EndingIsFree
            ? new BuggyProvider(inner, cloud, world) : inner;

    public IAsyncEnumerable<Quote> QuotesAsync(QuoteScope scope, CancellationToken cancellationToken) => _inner.QuotesAsync(scope, cancellationToken);

    public Task<LaunchOutcome> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken) => _inner.LaunchAsync(request, cancellationToken);

    public async IAsyncEnumerable<MachineFact> MachinesAsync(OwnerId owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var fact in _inner.MachinesAsync(owner, cancellationToken)) yield return Plant(fact);
    }

    public Task TerminateAsync(MachineId machine, CancellationToken cancellationToken) =>
        _world.Bug is PlantedBug.ForgetToEnd ? Task.CompletedTask : _inner.TerminateAsync(machine, cancellationToken);

    private MachineFact Plant(MachineFact fact)
    {
        var offer = _cloud.Find(fact.Token)!.From.Offer;
        return _world.Bug switch
        {
            PlantedBug.GoneTooEarly when fact.Status is MachineStatus.Ending => fact with { Status = MachineStatus.Gone, BilledTo = _world.Pump.Now },
            PlantedBug.AcceptMismatch => fact with { InstanceType = offer.InstanceType, Purchase = offer.Purchase, AcceleratorCount = offer.AcceleratorCount },
            PlantedBug.MissPriceChange when !fact.Rates.IsEmpty => fact with { Rates = [fact.Rates[0]] },
            _ => fact,
        };
    }
}
