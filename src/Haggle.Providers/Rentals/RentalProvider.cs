using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Http;

namespace Haggle.Providers.Rentals;

/// <summary>Lets machines from a cloud that has no idempotency keys and forgets what is given back.</summary>
internal sealed class RentalProvider(IRentalCloud cloud, RentalNotes notes, TimeProvider time) : IProvider
{
    private readonly RentalLaunch _launch = new(cloud, notes, time);
    private readonly RentalCensus _census = new(cloud, notes, time);
    private readonly ConcurrentDictionary<LaunchToken, Task<LaunchOutcome>> _running = new();

    /// <inheritdoc/>
    public ProviderName Name => cloud.Name;

    /// <inheritdoc/>
    public ProviderTraits Traits => cloud.Traits;

    /// <inheritdoc/>
    public async IAsyncEnumerable<Quote> QuotesAsync(QuoteScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        cancellationToken.ThrowIfCancellationRequested();
        if (scope.Rehearsal is not null) yield break;
        foreach (var quote in await GuardAsync(() => cloud.QuotesAsync(fresh: false, cancellationToken)).ConfigureAwait(false)) yield return quote;
    }

    /// <inheritdoc/>
    public async Task<LaunchOutcome> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        if (request.Rehearsal is not null) return new LaunchOutcome.Refused("a rehearsal rents nothing");

        // A call that makes something is not cut short: whoever gives up waiting leaves it to end, and whoever comes again finds it.
        var running = _running.GetOrAdd(request.Token, _ => Task.Run(() => GuardAsync(() => _launch.RunAsync(request)), CancellationToken.None));
        try
        {
            return await running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (running.IsCompleted) _running.TryRemove(new KeyValuePair<LaunchToken, Task<LaunchOutcome>>(request.Token, running));
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<MachineFact> MachinesAsync(OwnerId owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var fact in await GuardAsync(() => _census.FactsAsync(owner, cancellationToken)).ConfigureAwait(false)) yield return fact;
    }

    /// <inheritdoc/>
    public async Task TerminateAsync(MachineId machine, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!cloud.IsName(machine.Value)) return;
        await GuardAsync(async () =>
        {
            await cloud.DestroyAsync(machine.Value, cancellationToken).ConfigureAwait(false);
            await _census.GivenBackAsync(machine.Value, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    // What a cloud refuses outside a launch is a fault in talking to it: a missing permission, a key that expired.
    private async Task<T> GuardAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (CloudError error)
        {
            throw new ProviderException(Name, error.Status is 401 or 403 ? $"the key is not taken ({error.Message}); see 'haggle doctor {Name}'" : error.Message, isTransient: error.Status >= 500, error);
        }
        catch (IOException fault)
        {
            throw new ProviderException(Name, $"the book of machines cannot be kept: {fault.Message}", isTransient: true, fault);
        }
    }
}
