using System.Runtime.CompilerServices;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Aws;

/// <summary>
/// Lets machines from Amazon EC2, on demand and spot. Everything it knows is in the account: machines bear the owner's and the token's tags, and are found by
/// them in every region that may be used.
/// </summary>
public sealed class AwsProvider : IProvider
{
    private readonly AwsSettings _settings;
    private readonly Ec2Client _ec2;
    private readonly AwsPrices _prices;
    private readonly AwsLaunch _launch;
    private readonly AwsCensus _census;

    /// <summary>Makes the provider of an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="listed">The list prices on demand, by region.</param>
    public AwsProvider(AwsAccount account, Func<IReadOnlyList<Quote>> listed)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(listed);
        (_settings, _ec2) = (account.Settings, account.Ec2);
        _prices = new AwsPrices(_ec2, _settings, listed, account.Time);
        _launch = new AwsLaunch(_ec2, _settings, new AwsRegionReadiness(_ec2, _settings, account.OwnAddressAsync), new AwsImages(account.Caller, _ec2, _settings));
        _census = new AwsCensus(_ec2, _prices, type => listed().FirstOrDefault(quote => quote.Offer.InstanceType == type)?.Offer.AcceleratorCount, account.Time);
    }

    /// <inheritdoc/>
    public ProviderName Name => AwsCaller.Provider;

    /// <inheritdoc/>
    public ProviderTraits Traits { get; } = new()
    {
        // EC2 is eventually consistent; AWS advises to expect minutes at worst.
        ListLag = TimeSpan.FromMinutes(2),
        BootPatience = TimeSpan.FromMinutes(10),
        ReclaimNotice = TimeSpan.FromMinutes(2),
        EndingBilled = TimeSpan.FromMinutes(1),
        ListEvery = TimeSpan.FromSeconds(15),
        ListGap = TimeSpan.FromSeconds(3),
    };

    /// <inheritdoc/>
    public async IAsyncEnumerable<Quote> QuotesAsync(QuoteScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (scope.Rehearsal is not null) yield break;
        foreach (var region in await Task.WhenAll(_settings.Regions.Select(region => GuardAsync(() => _prices.RegionAsync(region, cancellationToken)))).ConfigureAwait(false))
            foreach (var quote in region) yield return quote;
    }

    /// <inheritdoc/>
    public async Task<LaunchOutcome> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var wanted = request.Quote;
        if (request.Rehearsal is not null) return new LaunchOutcome.Refused("a rehearsal rents nothing");
        if (!_settings.Regions.Contains(wanted.Offer.Region)) return new LaunchOutcome.Refused($"{wanted.Offer.Key}: the region is not among those that may be used ({string.Join(", ", _settings.Regions)})");

        var quotes = await GuardAsync(() => _prices.RegionAsync(wanted.Offer.Region, cancellationToken)).ConfigureAwait(false);
        if (quotes.FirstOrDefault(quote => quote.Offer.Key == wanted.Offer.Key) is not { } quote) return await ThereOrAsync(request, new LaunchOutcome.Refused($"{wanted.Offer.Key} is not offered now"), cancellationToken).ConfigureAwait(false);
        if (quote.Rate != wanted.Rate) return await ThereOrAsync(request, new LaunchOutcome.PriceMoved($"{wanted.Offer.Key} costs {quote.Rate} now, not {wanted.Rate}"), cancellationToken).ConfigureAwait(false);

        // Nobody pays more for a machine that can be taken away than for the same one that cannot; below that, a price that moves takes nothing away.
        var onDemand = quotes.FirstOrDefault(each => each.Offer.Purchase == Purchase.OnDemand && each.Offer.Zone == quote.Offer.Zone && each.Offer.InstanceType == quote.Offer.InstanceType);
        var outcome = await GuardAsync(() => _launch.RunAsync(request, onDemand is { } list && list.Rate > quote.Rate ? list.Rate : quote.Rate, cancellationToken)).ConfigureAwait(false);

        // With the token of a machine that exists EC2 never says that there is no capacity; whatever else it refuses for, it may have made one before.
        return outcome is LaunchOutcome.Refused ? await ThereOrAsync(request, outcome, cancellationToken).ConfigureAwait(false) : outcome;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<MachineFact> MachinesAsync(OwnerId owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // All or nothing: a list in which a region is missing would say that its machines are gone.
        foreach (var region in await Task.WhenAll(_settings.Regions.Select(region => GuardAsync(() => _census.FactsAsync(region, owner, cancellationToken)))).ConfigureAwait(false))
            foreach (var fact in region) yield return fact;
    }

    /// <inheritdoc/>
    public async Task TerminateAsync(MachineId machine, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (AwsMachineName.Parse(machine) is not { } name) return;
        await GuardAsync(async () =>
        {
            try
            {
                await _ec2.AskAsync(name.Region, new Ec2Form("TerminateInstances").List("InstanceId", [name.Instance]), cancellationToken).ConfigureAwait(false);
            }
            catch (AwsError error) when (LaunchErrors.IsNoSuchMachine(error.Code))
            {
                // Gone for so long that EC2 has forgotten it, or not to be seen yet: then the list shows it soon, and it is asked again.
            }

            return true;
        }).ConfigureAwait(false);
    }

    // A machine that exists is given whatever is said now: it was let before, and its answer was lost.
    private async Task<LaunchOutcome> ThereOrAsync(LaunchRequest request, LaunchOutcome otherwise, CancellationToken cancellationToken) =>
        await GuardAsync(() => _launch.FindAsync(request.Quote.Offer.Region, request.Token.Value, cancellationToken)).ConfigureAwait(false) is { } there ? new LaunchOutcome.Launched(there.Id) : otherwise;

    // What EC2 refuses outside a launch is a fault in talking to it: a missing permission, an expired credential.
    private static async Task<T> GuardAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (AwsError error)
        {
            var words = LaunchErrors.Outcome(error, "the call", "AWS") switch { LaunchOutcome.Refused refused => refused.Why, LaunchOutcome.NoCapacity none => none.Why, _ => error.Message };
            throw new ProviderException(AwsCaller.Provider, words, isTransient: error.Status >= 500, error);
        }
    }
}
