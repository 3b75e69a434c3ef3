using System.Collections.Immutable;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Slurm;

/// <summary>Why a launch is not done. Pure.</summary>
internal static class SlurmRefusal
{
    /// <summary>The refusal, or null when the machine may be made.</summary>
    public static LaunchOutcome? For(LaunchRequest request, ImmutableArray<SlurmOffer> offers)
    {
        var wanted = request.Quote;
        if (request.Rehearsal is not null) return new LaunchOutcome.Refused("rehearsals run on this host, not on a cluster");
        if (offers.FirstOrDefault(each => each.Quote.Offer.Key == wanted.Offer.Key)?.Quote is not { } quote)
            return new LaunchOutcome.Refused($"{wanted.Offer.Key} is not offered by the cluster: its partition, its nodes or the configuration changed");
        if (quote.Rate != wanted.Rate) return new LaunchOutcome.PriceMoved($"{wanted.Offer.Key} costs {quote.Rate} now, not {wanted.Rate}");
        return quote.Offer.Purchase != wanted.Offer.Purchase || quote.Offer.InstanceType != wanted.Offer.InstanceType
            ? new LaunchOutcome.PriceMoved($"{wanted.Offer.Key} is no longer what was quoted")
            : null;
    }
}
