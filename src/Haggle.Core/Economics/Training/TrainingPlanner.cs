using System.Collections.Immutable;
using Haggle.Core.Economics.Speed;
using Haggle.Core.Market;
using Haggle.Core.Planning;
using Haggle.Core.Runs;
using Haggle.Core.Units;

namespace Haggle.Core.Economics.Training;

/// <summary>
/// What a training costs on every offer of a market: ranked, with the efficient frontier and named picks. Same task, market and filter: same answer, whatever
/// the order of the market. Used once; O(n log n) in the number of offers.
/// </summary>
public sealed class TrainingPlanner
{
    private readonly TrainingTask _task;
    private readonly TrainingAssumptions _assumed;
    private readonly IReadOnlyDictionary<string, ProviderTerms> _terms;
    private readonly SpeedEstimator _speed;
    private readonly Dictionary<OfferKind, PricedKind> _kinds = new(OfferKind.Alike);
    private Priced[] _priced = [];

    /// <summary>Prepares to plan.</summary>
    /// <param name="task">The work and how the task goes about it.</param>
    /// <param name="knowledge">Published speeds and laws.</param>
    /// <param name="assumed">What is taken for granted.</param>
    /// <param name="terms">What is known of providers, by name.</param>
    public TrainingPlanner(TrainingTask task, SpeedKnowledge knowledge, TrainingAssumptions assumed, IReadOnlyDictionary<string, ProviderTerms> terms)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(assumed);
        ArgumentNullException.ThrowIfNull(terms);
        (_task, _assumed, _terms) = (task, assumed, terms);
        _speed = new SpeedEstimator(task.Work, knowledge, assumed.Scaling, assumed.GflopsPerVcpu);
    }

    /// <summary>The estimate for one offer; null when it cannot be done there.</summary>
    public TrainingEstimate? Estimate(Quote quote)
    {
        ArgumentNullException.ThrowIfNull(quote);
        var kind = Kind(quote.Offer);
        return kind.Times.Problem.Length > 0 ? null : Detail(quote, kind);
    }

    /// <summary>What a job keeps of the estimate for offers like one; null when it cannot be done there.</summary>
    public Forecast? Forecast(Offer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        var kind = Kind(offer);
        var times = kind.Times;
        return times.Problem.Length > 0 ? null : new Forecast
        {
            Provider = offer.Provider.Value,
            Accelerator = offer.Accelerator,
            AcceleratorCount = offer.AcceleratorCount,
            Vcpus = offer.Accelerator.Length == 0 ? offer.Vcpus : 0,
            Purchase = offer.Purchase,
            Time = TrainingPrice.Time(times.Expected.Wall),
            Up = TrainingPrice.Time(times.Expected.Up),
            Reclaims = times.Expected.Reclaims,
            StoragePerHour = kind.Side.StoragePerHour,
            Egress = kind.Side.Egress,
            Basis = $"the workload, speed {times.Speed!.How}",
        };
    }

    /// <summary>Why it cannot be done on an offer, to be read after a number of offers; "" when it can.</summary>
    public string ProblemOn(Offer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        return Kind(offer).Times.Problem;
    }

    /// <summary>Plans over a whole market.</summary>
    /// <param name="market">The offers.</param>
    /// <param name="wishes">The machines that would do, any of them; none for all.</param>
    /// <param name="filter">What the user accepts.</param>
    /// <param name="listed">How many machines are listed at most.</param>
    /// <param name="now">The instant, for the age of prices.</param>
    public TrainingPlan Plan(MarketSnapshot market, ImmutableArray<ResourceWish> wishes, PlanFilter filter, int listed, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(market);
        ArgumentNullException.ThrowIfNull(filter);
        var sieve = new TrainingSieve(_task, _assumed, wishes, filter, now);
        var priced = new Priced[market.Quotes.Length];
        var machines = new Dictionary<Offer, int>(SameMachine.Instance);
        foreach (var kind in _kinds.Values) kind.LastType = null;
        var count = 0;
        foreach (var quote in market.Quotes)
        {
            if (!sieve.MayDo(quote)) continue;
            var kind = Kind(quote.Offer);
            if (kind.Times.Problem.Length > 0)
            {
                sieve.Reject(kind.Times.Problem);
                continue;
            }

            var cost = kind.Expected(quote);
            if (!sieve.Passes(quote, kind.Terms, cost, kind.Time)) continue;
            if (kind.LastType != quote.Offer.InstanceType)
            {
                if (!machines.TryGetValue(quote.Offer, out var machine)) machines.Add(quote.Offer, machine = machines.Count);
                (kind.LastType, kind.LastMachine) = (quote.Offer.InstanceType, machine);
            }

            // Everything that is asked of an offer is asked here, while it is at hand: after the sorting each look at one is a wait for memory.
            priced[count++] = new Priced(quote, kind, cost, kind.LastMachine, IsPrivate(quote.Offer, kind.Terms));
        }

        _priced = Sorted(priced, count);
        var plan = new TrainingPlan { MarketAsOf = market.AsOf, Looked = market.Quotes.Length, Fitting = count, Rejected = sieve.Rejections() };
        return count == 0 ? plan with { Nearest = sieve.Nearest() } : Rank(plan, machines.Count, listed);
    }

    /// <summary>The offers that fitted the last plan, the cheapest first: so many at most of those that can be taken back, and so many of the others.</summary>
    public ImmutableArray<Quote> Fitting(int most) =>
        [.. _priced.Where(each => each.Quote.Offer.CanBeReclaimed).Take(most).Concat(_priced.Where(each => !each.Quote.Offer.CanBeReclaimed).Take(most)).Select(each => each.Quote)];

    private TrainingPlan Rank(TrainingPlan plan, int machines, int listed)
    {
        // What is free is bounded by other things than money: it has a pick of its own, and takes part in the frontier only when nothing else is there.
        var paid = Array.Exists(_priced, each => each.Quote.Rate > HourlyRate.Free);
        var ours = new int[_priced.Length];
        var points = new FrontierPoint[_priced.Length];
        var count = 0;
        for (var i = 0; i < _priced.Length; i++)
        {
            ours[i] = paid && _priced[i].Quote.Rate == HourlyRate.Free ? -1 : count;
            if (ours[i] >= 0) points[count++] = new FrontierPoint(_priced[i].Cost, _priced[i].Kind.Time);
        }

        var frontier = Frontier.OfSorted(points.AsSpan(0, count));
        var theirs = new int[count];
        for (var i = 0; i < ours.Length; i++)
            if (ours[i] >= 0) theirs[ours[i]] = i;
        var details = new Dictionary<int, TrainingEstimate>();
        RankedEstimate Place(int at, int copies)
        {
            var by = ours[at] < 0 ? null : frontier.DominatorOf(ours[at]);
            return new RankedEstimate(Show(at), copies, by is { } winner ? Show(theirs[winner]) : null, ours[at] >= 0 && by is null);
        }

        TrainingEstimate Show(int at) => details.TryGetValue(at, out var known) ? known : details[at] = Detail(_priced[at].Quote, _priced[at].Kind);

        var places = new int[machines];
        var firsts = new List<int>();
        for (var at = 0; at < _priced.Length; at++)
            if (places[_priced[at].Machine]++ == 0) firsts.Add(at);
        return plan with
        {
            Ranked = [.. firsts.Take(listed).Select(at => Place(at, places[_priced[at].Machine]))],
            LeftOut = Math.Max(0, firsts.Count - listed),
            Frontier = [.. frontier.Members.Select(at => Show(theirs[at]))],
            Picks = [.. Picks(frontier, at => Show(theirs[at]), Show)],
        };
    }

    // By cost, as plain numbers because that is several times faster; among equals the faster one, and then the key, so that the market's order never shows.
    private static Priced[] Sorted(Priced[] priced, int count)
    {
        var costs = new long[count];
        var order = new int[count];
        for (var i = 0; i < count; i++) (costs[i], order[i]) = (priced[i].Cost.NanoUsd, i);
        Array.Sort(costs, order);
        var sorted = new Priced[count];
        for (var i = 0; i < count; i++) sorted[i] = priced[order[i]];
        for (var from = 0; from < count;)
        {
            var to = from + 1;
            while (to < count && costs[to] == costs[from]) to++;
            if (to - from > 1) sorted.AsSpan(from, to - from).Sort(static (left, right) => left.CompareTo(right));
            from = to;
        }

        return sorted;
    }

    private IEnumerable<PlanPick> Picks(Frontier frontier, Func<int, TrainingEstimate> member, Func<int, TrainingEstimate> show)
    {
        yield return new PlanPick("cheapest", member(frontier.Members[0]), "nothing that fits and costs money costs less");
        yield return new PlanPick("fastest", member(frontier.Members[^1]), "nothing that fits is done sooner");
        if (frontier.Knee is { } knee) yield return new PlanPick("best value", member(knee), "the least product of cost and time: beyond it, a percent more money saves less than a percent of time");
        if (Least(IsSteady, each => each.Kind.High(each.Quote)) is { } steady)
            yield return new PlanPick("steadiest", show(steady), "nobody takes it back, it stands in a data centre or is yours, and its worst case costs least");
        if (Least(each => each.IsPrivate && each.Quote.Rate > HourlyRate.Free, each => each.Cost) is { } secure)
            yield return new PlanPick("cheapest private", show(secure), "the cheapest in a data centre under contract, where no private host can read the data");
        if (Least(each => each.Quote.Rate == HourlyRate.Free, each => new Money(each.Kind.Time.Ticks)) is { } free)
            yield return new PlanPick("free", show(free), "costs nothing, within its limits");
    }

    private int? Least(Func<Priced, bool> where, Func<Priced, Money> by)
    {
        int? best = null;
        var least = Money.Zero;
        for (var i = 0; i < _priced.Length; i++)
        {
            if (!where(_priced[i])) continue;
            var value = by(_priced[i]);
            if (best is null || value < least) (best, least) = (i, value);
        }

        return best;
    }

    private static bool IsSteady(Priced each) => each.IsPrivate && !each.Quote.Offer.CanBeReclaimed && each.Quote.Offer.Purchase != Purchase.FreeTier;

    /// <summary>Whether an offer's machine stands in a data centre, or is the user's own.</summary>
    internal static bool IsPrivate(Offer offer, ProviderTerms? terms)
    {
        if (offer.Purchase == Purchase.Owned) return true;
        var host = offer.Facts?.Host ?? HostKind.Unknown;
        return (host == HostKind.Unknown ? terms?.Host ?? HostKind.Unknown : host) == HostKind.DataCentre;
    }

    private PricedKind Kind(Offer offer)
    {
        var measured = "";
        foreach (var each in _task.Work.Measurements)
            if (each.Offer == offer.Key.Value) measured = each.Offer;
        var key = OfferKind.Of(offer, measured);
        if (_kinds.TryGetValue(key, out var known)) return known;
        var terms = _terms.GetValueOrDefault(offer.Provider.Value);
        var times = TrainingTimes.Of(_task, offer, terms, _speed.On(offer, _task.Nodes), _assumed);
        var made = new PricedKind(times, TrainingPrice.Side.Of(_task, offer, terms, _assumed), terms, offer.Billing, _task.Nodes);
        _kinds.Add(key, made);
        return made;
    }

    private TrainingEstimate Detail(Quote quote, PricedKind kind) => new()
    {
        Quote = quote,
        Terms = kind.Terms,
        Speed = kind.Times.Speed!,
        Time = new Spread<TimeSpan>(TrainingPrice.Time(kind.Times.Low.Wall), kind.Time, TrainingPrice.Time(kind.Times.High.Wall)),
        Cost = new Spread<Money>(kind.Low(quote), kind.Expected(quote), kind.High(quote)),
        Parts = TrainingPrice.Parts(kind, quote),
        Reclaims = kind.Times.Expected.Reclaims,
        CheckpointEvery = double.IsPositiveInfinity(kind.Times.HoursBetween) || double.IsPositiveInfinity(kind.Times.IntervalHours) ? null : TrainingPrice.Time(kind.Times.IntervalHours),
        Rate = quote.Rate * _task.Nodes,
    };

    private readonly record struct Priced(Quote Quote, PricedKind Kind, Money Cost, int Machine, bool IsPrivate)
    {
        public int CompareTo(Priced other)
        {
            var order = Kind.Time.CompareTo(other.Kind.Time);
            return order != 0 ? order : string.CompareOrdinal(Quote.Offer.Key.Value, other.Quote.Offer.Key.Value);
        }
    }

    /// <summary>Whether two offers are one machine in different places.</summary>
    private sealed class SameMachine : IEqualityComparer<Offer>
    {
        public static SameMachine Instance { get; } = new();

        public bool Equals(Offer? x, Offer? y) => x is not null && y is not null && x.Purchase == y.Purchase && x.InstanceType == y.InstanceType && x.Provider.Value == y.Provider.Value;

        public int GetHashCode(Offer obj) => OfferKind.HashOf(obj.InstanceType) * 31 + OfferKind.HashOf(obj.Provider.Value) + (int)obj.Purchase;
    }
}
