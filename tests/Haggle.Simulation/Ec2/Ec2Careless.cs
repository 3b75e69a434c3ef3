using System.Runtime.CompilerServices;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;

namespace Haggle.Simulation.Ec2;

/// <summary>The provider as somebody would have written it who does not know that the first hour is free when AWS takes the machine in it.</summary>
internal sealed class Ec2Careless(IProvider inner) : IProvider
{
    public Core.Market.ProviderName Name => inner.Name;

    public ProviderTraits Traits => inner.Traits;

    public IAsyncEnumerable<Core.Market.Quote> QuotesAsync(QuoteScope scope, CancellationToken cancellationToken) => inner.QuotesAsync(scope, cancellationToken);

    public Task<LaunchOutcome> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken) => inner.LaunchAsync(request, cancellationToken);

    public async IAsyncEnumerable<MachineFact> MachinesAsync(OwnerId owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var fact in inner.MachinesAsync(owner, cancellationToken))
            yield return fact.Rates is [var first, { Rate: var rate }] && rate == HourlyRate.Free ? fact with { Rates = [first] } : fact;
    }

    public Task TerminateAsync(MachineId machine, CancellationToken cancellationToken) => inner.TerminateAsync(machine, cancellationToken);
}
