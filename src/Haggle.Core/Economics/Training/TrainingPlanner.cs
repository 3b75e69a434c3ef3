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
    private readonly Dictionary<Shape, (TrainingTimes Times, TrainingPrice.Side Side)> _shapes = [];
    private readonly List<Priced> _priced = [];

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
        var (times, side) = Times(quote.Offer);
        return times.Problem.Length > 0 ? null : Detail(quote, times, side);
    }

    /// <summary>What a job keeps of the estimate for offers like one; null when it cannot be done there.</summary>
    public Forecast? Forecast(Offer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        var (times, side) = Times(offer);
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
            StoragePerHour = side.StoragePerHour,
            Egress = side.Egress,
            Basis = $"the workload, speed {times.Speed!.How}",
        };
    }

    /// <summary>Why it cannot be done on an offer, to be read after a number of offers; "" when it can.</summary>
    public string ProblemOn(Offer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        return Times(offer).Times.Problem;
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
        _priced.Clear();
        foreach (var quote in market.Quotes)
        {
            if (!sieve.MayDo(quote)) continue;
            _terms.TryGetValue(quote.Offer.Provider.Value, out var terms);
            var (times, side) = Times(quote.Offer);
            if (times.Problem.Length > 0)
            {
                sieve.Reject(times.Problem);
                continue;
            }

            var priced = new Priced(quote, times, side, TrainingPrice.Expected(times, quote, _task, side), TrainingPrice.Time(times.Expected.Wall));
            if (sieve.Passes(quote, terms, priced.Cost, priced.Time)) _priced.Add(priced);
        }

        var plan = new TrainingPlan { MarketAsOf = market.AsOf, Looked = market.Quotes.Length, Fitting = _priced.Count, Rejected = sieve.Rejections() };
        return _priced.Count == 0 ? plan with { Nearest = sieve.Nearest() } : Rank(plan, listed);
    }

    private TrainingPlan Rank(TrainingPlan plan, int listed)
    {
        Sort();
        var points = new FrontierPoint[_priced.Count];
        for (var i = 0; i < points.Length; i++) points[i] = new FrontierPoint(_priced[i].Cost, _priced[i].Time);
        var frontier = Frontier.Of(points);
        var details = new Dictionary<int, TrainingEstimate>();
        TrainingEstimate Show(int at) => details.TryGetValue(at, out var known) ? known : details[at] = Detail(_priced[at].Quote, _priced[at].Times, _priced[at].Side);

        var places = new Dictionary<(string, string, Purchase), (int First, int Count)>();
        foreach (var (at, offer) in _priced.Select((each, at) => (at, each.Quote.Offer)))
        {
            var machine = (offer.Provider.Value, offer.InstanceType, offer.Purchase);
            places[machine] = places.TryGetValue(machine, out var seen) ? (seen.First, seen.Count + 1) : (at, 1);
        }

        var machines = places.Values.OrderBy(each => each.First).ToArray();
        return plan with
        {
            Ranked = [.. machines.Take(listed).Select(each => new RankedEstimate(Show(each.First), each.Count, frontier.DominatorOf(each.First) is { } by ? Show(by) : null))],
            LeftOut = Math.Max(0, machines.Length - listed),
            Frontier = [.. frontier.Members.Select(Show)],
            Picks = [.. Picks(frontier, Show)],
        };
    }

    // By cost, as plain numbers because that is several times faster; among equals the faster one, and then the key, so that the market's order never shows.
    private void Sort()
    {
        var costs = new long[_priced.Count];
        var sorted = _priced.ToArray();
        for (var i = 0; i < costs.Length; i++) costs[i] = sorted[i].Cost.NanoUsd;
        Array.Sort(costs, sorted);
        for (var from = 0; from < costs.Length;)
        {
            var to = from + 1;
            while (to < costs.Length && costs[to] == costs[from]) to++;
            if (to - from > 1) sorted.AsSpan(from, to - from).Sort(static (left, right) => left.CompareTo(right));
            from = to;
        }

        _priced.Clear();
        _priced.AddRange(sorted);
    }

    private IEnumerable<PlanPick> Picks(Frontier frontier, Func<int, TrainingEstimate> show)
    {
        // What is free has a pick of its own; beside it people want to know what the least money buys.
        var paid = Least(each => each.Quote.Rate > HourlyRate.Free, each => each.Cost) ?? frontier.Members[0];
        yield return new PlanPick("cheapest", show(paid), "nothing that fits and costs money costs less");
        yield return new PlanPick("fastest", show(frontier.Members[^1]), "nothing that fits is done sooner");
        if (frontier.Knee is { } knee) yield return new PlanPick("best value", show(knee), "the least product of cost and time: beyond it, a percent more money saves less than a percent of time");
        if (Least(each => IsSteady(each.Quote), each => TrainingPrice.High(each.Times, each.Quote, _task, each.Side)) is { } steady)
            yield return new PlanPick("steadiest", show(steady), "nobody takes it back, it stands in a data centre, and its worst case costs least");
        if (Least(each => each.Quote.Rate > HourlyRate.Free && IsPrivate(each.Quote.Offer, Terms(each.Quote)), each => each.Cost) is { } secure)
            yield return new PlanPick("cheapest private", show(secure), "the cheapest in a data centre under contract, where no private host can read the data");
        if (Least(each => each.Quote.Rate == HourlyRate.Free, each => new Money(each.Time.Ticks)) is { } free)
            yield return new PlanPick("free", show(free), "costs nothing, within its limits");
    }

    private int? Least(Func<Priced, bool> where, Func<Priced, Money> by)
    {
        int? best = null;
        var least = Money.Zero;
        for (var i = 0; i < _priced.Count; i++)
        {
            if (!where(_priced[i])) continue;
            var value = by(_priced[i]);
            if (best is null || value < least) (best, least) = (i, value);
        }

        return best;
    }

    private bool IsSteady(Quote quote) => !quote.Offer.CanBeReclaimed && quote.Offer.Purchase != Purchase.FreeTier && IsPrivate(quote.Offer, Terms(quote));

    /// <summary>Whether an offer's machine stands in a data centre, or is the user's own.</summary>
    internal static bool IsPrivate(Offer offer, ProviderTerms? terms)
    {
        if (offer.Purchase == Purchase.Owned) return true;
        var host = offer.Facts?.Host ?? HostKind.Unknown;
        return (host == HostKind.Unknown ? terms?.Host ?? HostKind.Unknown : host) == HostKind.DataCentre;
    }

    private ProviderTerms? Terms(Quote quote) => _terms.GetValueOrDefault(quote.Offer.Provider.Value);

    private (TrainingTimes Times, TrainingPrice.Side Side) Times(Offer offer)
    {
        var speed = _task.Work.Measurements.IsEmpty ? null : _task.Work.Measurements.FirstOrDefault(each => each.Offer == offer.Key.Value);
        var shape = new Shape(
            offer.Provider.Value, offer.Accelerator, offer.AcceleratorCount, offer.Accelerator.Length == 0 ? offer.Vcpus : 0, offer.Purchase,
            offer.Facts?.Interruption ?? InterruptionBand.Unknown, offer.Facts?.LocalDisk.Mib ?? 0, speed is null ? "" : offer.Key.Value);
        if (_shapes.TryGetValue(shape, out var known)) return known;
        var terms = _terms.GetValueOrDefault(offer.Provider.Value);
        var made = (TrainingTimes.Of(_task, offer, terms, _speed.On(offer, _task.Nodes), _assumed), TrainingPrice.Side.Of(_task, offer, terms, _assumed));
        _shapes.Add(shape, made);
        return made;
    }

    private TrainingEstimate Detail(Quote quote, TrainingTimes times, TrainingPrice.Side side) => new()
    {
        Quote = quote,
        Terms = Terms(quote),
        Speed = times.Speed!,
        Time = new Spread<TimeSpan>(TrainingPrice.Time(times.Low.Wall), TrainingPrice.Time(times.Expected.Wall), TrainingPrice.Time(times.High.Wall)),
        Cost = TrainingPrice.All(times, quote, _task, side),
        Parts = TrainingPrice.Parts(times, quote, _task, side),
        Reclaims = times.Expected.Reclaims,
        CheckpointEvery = double.IsPositiveInfinity(times.HoursBetween) || double.IsPositiveInfinity(times.IntervalHours) ? null : TrainingPrice.Time(times.IntervalHours),
        Rate = quote.Rate * _task.Nodes,
    };

    private readonly record struct Shape(string Provider, string Accelerator, double Count, double Vcpus, Purchase Purchase, InterruptionBand Band, long DiskMib, string Measured);

    private readonly record struct Priced(Quote Quote, TrainingTimes Times, TrainingPrice.Side Side, Money Cost, TimeSpan Time)
    {
        public int CompareTo(Priced other)
        {
            var order = Cost.CompareTo(other.Cost);
            if (order == 0) order = Time.CompareTo(other.Time);
            return order != 0 ? order : string.CompareOrdinal(Quote.Offer.Key.Value, other.Quote.Offer.Key.Value);
        }
    }
}
