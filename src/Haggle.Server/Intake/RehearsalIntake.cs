using System.Collections.Immutable;
using Haggle.Catalog.BuiltIn;
using Haggle.Core.Market;
using Haggle.Core.Planning;
using Haggle.Core.Runs;
using Haggle.Core.Simulation;
using Haggle.Server.Endpoints;
using Haggle.Wire.Rest;

namespace Haggle.Server.Intake;

/// <summary>Turns the wish for a rehearsal into a rehearsal: which offer, how fast, when it is taken back.</summary>
internal static class RehearsalIntake
{
    /// <summary>Ten minutes of the offer's time pass in a second here: a night on a spot machine is rehearsed in a minute.</summary>
    private const int DefaultPace = 600;

    private const int MostPace = 100_000;

    /// <summary>How long the offer cannot be had after a reclaim that was asked for by its rhythm, in the offer's time.</summary>
    private static readonly TimeSpan RestAfterReclaim = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan GeneratedLength = TimeSpan.FromDays(28);

    /// <exception cref="RestException">There is no such offer, or the pattern makes no sense.</exception>
    public static Rehearsal Of(RehearsalRequest request, Job job, DateTimeOffset now)
    {
        var pace = request.Pace is > 0 ? request.Pace.Value : DefaultPace;
        if (pace > MostPace) throw new RestException(ErrorCode.BadRehearsal, $"a rehearsal runs at most {MostPace} times as fast", "choose a smaller --speed");
        var wantsReclaims = request.PatternSeconds is not null || request.ReclaimEverySeconds is not null;
        var quote = string.IsNullOrEmpty(request.Offer) ? Choose(job, wantsReclaims, now) : Named(request.Offer);
        if (wantsReclaims && !quote.Offer.CanBeReclaimed)
            throw new RestException(ErrorCode.BadRehearsal, $"{quote.Offer.Key} is never taken back, so no reclaims of it can be rehearsed", "name a spot offer, or leave --reclaim-every and --trace out");
        var (pattern, source) = Pattern(request, quote, pace);
        return new Rehearsal
        {
            Offer = quote.Offer.Key.Value,
            Pace = pace,
            Start = now,
            Pattern = pattern,
            PatternSource = source,
            Notice = request.NoticeSeconds is { } notice ? TimeSpan.FromSeconds(Math.Clamp(notice, 0, 3600)) : NoticeOf(quote.Offer.Provider),
        };
    }

    /// <summary>Every built-in offer as the market that a rehearsal is planned on.</summary>
    public static MarketSnapshot Market(DateTimeOffset now) => new(now, BuiltInOffers.All);

    private static Quote Named(string name)
    {
        if (BuiltInOffers.Find(name) is { } quote) return quote;
        var near = BuiltInOffers.Nearest(name);
        throw new RestException(
            ErrorCode.BadRehearsal,
            $"there is no built-in offer '{name}'",
            near.IsEmpty ? "leave OFFER out to let Haggle choose" : "did you mean " + string.Join(" or ", near) + "?");
    }

    /// <summary>The offer that would be taken. Who asks for reclaims asks for one that can be taken back, whatever the task says.</summary>
    private static Quote Choose(Job job, bool onlyReclaimable, DateTimeOffset now) => Planner.Plan(Plain(job, onlyReclaimable), Market(now), PlanContext.Fresh, now) switch
    {
        Plan plan => plan.Best.Quote,
        WhyNot why => throw new RestException(ErrorCode.BadRehearsal, "no built-in offer fits the task: " + why.Reason, "name the OFFER to rehearse: --rehearse g4dn.xlarge"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Job Plain(Job job, bool onlyReclaimable) => job with
    {
        Rehearsal = null,
        Wishes = onlyReclaimable ? [.. job.Wishes.Select(wish => wish with { Spot = true })] : job.Wishes,
    };

    private static (ImmutableArray<TimeSpan> Pattern, string Source) Pattern(RehearsalRequest request, Quote quote, int pace)
    {
        if (request.PatternSeconds is { } seconds)
        {
            if (seconds.Length is 0 or > 1_000_000 || seconds.Any(s => !(s >= 0) || s > 1e9) || !(seconds.Where((_, i) => i % 2 == 0).Sum() > 0))
                throw new RestException(ErrorCode.BadRehearsal, "the trace has no time in which the offer can be had", "give another --trace");
            return ([.. seconds.Select(TimeSpan.FromSeconds)], request.PatternSource ?? "a trace");
        }

        if (request.ReclaimEverySeconds is { } every)
        {
            if (!(every >= 1)) throw new RestException(ErrorCode.BadRehearsal, "reclaims come at most once a second", "give a longer --reclaim-every");
            return ([TimeSpan.FromSeconds(every) * pace, RestAfterReclaim], $"a reclaim every {Words.Duration(TimeSpan.FromSeconds(every))} of the clock here");
        }

        if (!quote.Offer.CanBeReclaimed) return ([], "");
        var seed = request.Seed is { } given ? unchecked((ulong)given) : SpotPattern.DefaultSeed;
        return (SpotPattern.Draw(seed, GeneratedLength), $"drawn like real spot machines come and go, seed {seed}");
    }

    /// <summary>The warning that a provider gives, by its documentation (AWS: spot interruption notices; Google Cloud and Azure: 30 s).</summary>
    private static TimeSpan NoticeOf(ProviderName provider) => provider.Value switch
    {
        "aws" => TimeSpan.FromMinutes(2),
        "gcp" or "azure" => TimeSpan.FromSeconds(30),
        _ => TimeSpan.Zero,
    };
}
