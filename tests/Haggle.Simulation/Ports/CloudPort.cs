using System.Runtime.CompilerServices;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.Clouds;

namespace Haggle.Simulation.Ports;

/// <summary>A simulated provider as one life of the server reaches it.</summary>
internal sealed class CloudPort(SimCloud cloud, Gate gate) : IProvider
{
    private readonly Errand _errand = new(cloud.Name.Value)
    {
        Travel = (TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(800)),
        Slow = (cloud.Weather.SlowCalls, TimeSpan.FromSeconds(20)),
        Faults = cloud.Weather.ProviderFaults,
        Fault = why => new ProviderException(cloud.Name, why, isTransient: true),
    };

    private Errand Creating => _errand with { LatestAfter = TimeSpan.FromMinutes(40) };

    public ProviderName Name => cloud.Name;

    public ProviderTraits Traits => cloud.Traits;

    public async IAsyncEnumerable<Quote> QuotesAsync(QuoteScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var quote in await gate.PassAsync(_errand, "quotes", cloud.Quotes, cancellationToken)) yield return quote;
    }

    public Task<LaunchOutcome> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken) =>
        gate.PassAsync(Creating, $"launch run {request.Run} attempt {request.Epoch} node {request.Rank}", () => cloud.Launch(request), cancellationToken);

    public async IAsyncEnumerable<MachineFact> MachinesAsync(OwnerId owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int? after = 0; after is { } from;)
        {
            var (page, next) = await gate.PassAsync(_errand, "list", () => cloud.Page(from, owner), cancellationToken);
            foreach (var fact in page) yield return fact;
            after = next;
        }
    }

    public Task TerminateAsync(MachineId machine, CancellationToken cancellationToken) => gate.PassAsync(
        _errand,
        $"terminate {machine}",
        () =>
        {
            cloud.Terminate(machine);
            return true;
        },
        cancellationToken);
}
