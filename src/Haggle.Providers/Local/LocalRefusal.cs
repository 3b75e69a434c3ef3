using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Local;

/// <summary>Why a launch is not done. Pure.</summary>
internal static class LocalRefusal
{
    // An hourglass that asks every few milliseconds helps nobody; one that waits longer than this misses the market's return.
    private static readonly TimeSpan CoolMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CoolForGood = TimeSpan.FromDays(1);

    /// <summary>The refusal, or null when the machine may be made.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="quotes">What is offered now.</param>
    /// <param name="now">The instant.</param>
    public static LaunchOutcome? For(LaunchRequest request, ImmutableArray<Quote> quotes, DateTimeOffset now)
    {
        var wanted = request.Quote;
        if (quotes.IsEmpty) return new LaunchOutcome.Refused($"there is no offer '{request.Rehearsal?.Offer}' to rehearse");
        if (quotes.FirstOrDefault(each => each.Offer.Key == wanted.Offer.Key) is not { } quote)
            return new LaunchOutcome.Refused($"{wanted.Offer.Key} is not offered here, only {string.Join(", ", quotes.Select(each => each.Offer.Key))}");
        if (quote.Rate != wanted.Rate) return new LaunchOutcome.PriceMoved($"{wanted.Offer.Key} costs {quote.Rate} now, not {wanted.Rate}");
        if (quote.Offer.Purchase != wanted.Offer.Purchase || quote.Offer.InstanceType != wanted.Offer.InstanceType || quote.Offer.Pace != wanted.Offer.Pace)
            return new LaunchOutcome.PriceMoved($"{wanted.Offer.Key} is no longer what was quoted");
        if (request.Rehearsal is not { } rehearsal || !quote.Offer.CanBeReclaimed) return null;
        var since = RehearsalMarket.Since(rehearsal, now);
        if (RehearsalMarket.IsUp(rehearsal, since)) return null;
        var coolFor = RehearsalMarket.NextUp(rehearsal, since) is { } up ? RehearsalMarket.At(rehearsal, up) - now : CoolForGood;
        return new LaunchOutcome.NoCapacity(coolFor < CoolMin ? CoolMin : coolFor, $"the rehearsed market has no {quote.Offer.InstanceType} now");
    }
}
