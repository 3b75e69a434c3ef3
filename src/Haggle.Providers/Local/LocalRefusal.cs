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
    /// <param name="quote">What is offered now; null for nothing.</param>
    /// <param name="now">The instant.</param>
    public static LaunchOutcome? For(LaunchRequest request, Quote? quote, DateTimeOffset now)
    {
        var wanted = request.Quote;
        if (quote is null) return new LaunchOutcome.Refused($"there is no offer '{request.Rehearsal?.Offer}' to rehearse");
        if (quote.Offer.Key != wanted.Offer.Key) return new LaunchOutcome.Refused($"{wanted.Offer.Key} is not offered here, only {quote.Offer.Key}");
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
