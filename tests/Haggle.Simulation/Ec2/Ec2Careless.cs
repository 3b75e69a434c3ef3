using System.Runtime.CompilerServices;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;

namespace Haggle.Simulation.Ec2;

/// <summary>The provider as a careless author would have written it.</summary>
internal sealed class Ec2Careless(IProvider inner, Ec2World world) : IProvider
{
    private readonly HashSet<MachineId> _asked = [];

    public Core.Market.ProviderName Name => inner.Name;

    public ProviderTraits Traits => inner.Traits;

    public IAsyncEnumerable<Core.Market.Quote> QuotesAsync(QuoteScope scope, CancellationToken cancellationToken) => inner.QuotesAsync(scope, cancellationToken);

    public Task<LaunchOutcome> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken) => inner.LaunchAsync(request, cancellationToken);

    public async IAsyncEnumerable<MachineFact> MachinesAsync(OwnerId owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var fact in inner.MachinesAsync(owner, cancellationToken))
            yield return world.Bug is Ec2Bug.PaysTheFreeHour && fact.Rates is [var first, { Rate: var rate }] && rate == HourlyRate.Free ? fact with { Rates = [first] } : fact;
    }

    public async Task TerminateAsync(MachineId machine, CancellationToken cancellationToken)
    {
        if (world.Bug is Ec2Bug.EndOnce && !_asked.Add(machine)) return;
        if (world.Bug is Ec2Bug.NoSweep && await world.IsNobodysAsync(machine)) return;
        await inner.TerminateAsync(machine, cancellationToken);
    }
}
