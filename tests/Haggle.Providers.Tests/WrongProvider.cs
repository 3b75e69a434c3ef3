using System.Runtime.CompilerServices;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Tests;

/// <summary>A right provider with one planted bug.</summary>
internal sealed class WrongProvider(IProvider right, Bug bug, WrongProvider.Past past) : IProvider
{
    public ProviderName Name => right.Name;

    public ProviderTraits Traits => right.Traits;

    public IAsyncEnumerable<Quote> QuotesAsync(QuoteScope scope, CancellationToken cancellationToken) => right.QuotesAsync(scope, Heard(cancellationToken));

    public async Task<LaunchOutcome> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        var call = past.NextCall();
        lock (past.Owners) past.Owners.Add(request.Owner);
        if (bug == Bug.LaunchesTwice) request = request with { Token = new LaunchToken($"{request.Token}-{call}") };
        if (bug == Bug.IgnoresThePrice)
        {
            await foreach (var quote in right.QuotesAsync(new QuoteScope(request.Rehearsal), cancellationToken)) request = request with { Quote = quote };
        }

        return await right.LaunchAsync(request, Heard(cancellationToken));
    }

    public async IAsyncEnumerable<MachineFact> MachinesAsync(OwnerId owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        OwnerId[] owners;
        lock (past.Owners) owners = bug == Bug.ForgetsTags ? [.. past.Owners] : [owner];
        foreach (var each in owners)
        {
            await foreach (var fact in right.MachinesAsync(each, Heard(cancellationToken)))
            {
                if (bug == Bug.ForgetsMachines && past.NextCall() > 5) continue;
                if (bug == Bug.ListsGoneTooEarly && past.Ended.Contains(fact.Machine))
                    yield return fact with { Status = MachineStatus.Gone, BilledTo = fact.BilledFrom };
                else if (bug == Bug.MovesTheBill && fact.BilledFrom is { } from)
                    yield return fact with { BilledFrom = from.AddSeconds(past.NextCall()) };
                else
                    yield return fact;
            }
        }
    }

    public async Task TerminateAsync(MachineId machine, CancellationToken cancellationToken)
    {
        past.Ended.Add(machine);
        if (bug == Bug.FailsOnTheUnknown && machine.Value == "never-was") throw new ProviderException(Name, "no such machine", isTransient: false);
        if (bug != Bug.ListsGoneTooEarly) await right.TerminateAsync(machine, Heard(cancellationToken));
    }

    private CancellationToken Heard(CancellationToken cancellationToken) => bug == Bug.IgnoresCancellation ? CancellationToken.None : cancellationToken;

    /// <summary>What all openings of one wrong provider remember together.</summary>
    internal sealed class Past
    {
        private int _calls;

        public HashSet<OwnerId> Owners { get; } = [];

        public HashSet<MachineId> Ended { get; } = [];

        public int NextCall() => Interlocked.Increment(ref _calls);
    }
}
