using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Haggle.Core.Market;
using Haggle.Core.Runs;

namespace Haggle.Core.Planning;

/// <summary>Separates the offers that would do for a job from those that would not, and remembers why not. Used once, then read.</summary>
internal sealed class Sieve
{
    private const string CoolingReason = "cooling after no capacity";

    private readonly Job _job;
    private readonly PlanContext _context;
    private readonly WishFit[] _wishes;
    private readonly Dictionary<string, DateTimeOffset> _cooling;
    private readonly HashSet<string> _providers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _rejected = new(StringComparer.Ordinal);
    private readonly List<(Quote Quote, int Wish)> _fitting = [];
    private readonly List<(Quote Quote, int Wish)> _reclaimable = [];
    private int _count;
    private (Quote Quote, string Reason)? _near;

    public Sieve(Job job, PlanContext context, DateTimeOffset now)
    {
        _job = job;
        _context = context;
        var names = new Dictionary<string, AcceleratorName>(StringComparer.Ordinal);
        _wishes = [.. job.Wishes.Select(wish => new WishFit(wish, names))];
        _cooling = context.Cooling.Where(each => each.Value > now).GroupBy(each => each.Key, StringComparer.Ordinal)
            .ToDictionary(each => each.Key, each => each.Max(one => one.Value), StringComparer.Ordinal);
    }

    /// <summary>When the first offer that is only cooling may be asked again.</summary>
    public DateTimeOffset? RetryAt { get; private set; }

    /// <summary>The offers that would do but are cooling.</summary>
    public ImmutableArray<CoolingOffer>.Builder Cooling { get; } = ImmutableArray.CreateBuilder<CoolingOffer>();

    /// <summary>Why machines are in the plan that the context would rather not have; "" when none are.</summary>
    public string Grudging { get; private set; } = "";

    public void Add(Quote quote)
    {
        _count++;
        _providers.Add(quote.Offer.Provider.Value);
        if (Wish(quote) is not { } wish) return;
        if (_cooling.TryGetValue(quote.Offer.Key.Value, out var until))
        {
            RetryAt = RetryAt is { } sooner && sooner < until ? sooner : until;
            Cooling.Add(new CoolingOffer(quote, until));
            Reject(CoolingReason, 1);
        }
        else if (quote.Offer.CanBeReclaimed && _context.NoReclaimableBecause.Length > 0)
        {
            _reclaimable.Add((quote, wish));
        }
        else
        {
            _fitting.Add((quote, wish));
        }
    }

    /// <summary>The offers that would do.</summary>
    public List<(Quote Quote, int Wish)> Finish()
    {
        if (_fitting.Count > 0 || _reclaimable.Count == 0)
        {
            if (_reclaimable.Count > 0) Reject($"can be taken back ({_context.NoReclaimableBecause})", _reclaimable.Count);
            return _fitting;
        }

        Grudging = $"it can be taken back although {_context.NoReclaimableBecause}: nothing else fits";
        return _reclaimable;
    }

    public ImmutableArray<Rejection> Rejections() =>
        [.. _rejected.OrderByDescending(each => each.Value).ThenBy(each => each.Key, StringComparer.Ordinal).Select(each => new Rejection(each.Key, each.Value))];

    public string Sentence()
    {
        if (_count == 0) return "no offers at all";
        var offers = _count == 1 ? "1 offer" : string.Create(CultureInfo.InvariantCulture, $"{_count} offers");
        return $"{offers}: {string.Join(", ", Rejections().Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Count} {each.Reason}")))}";
    }

    public string Advice()
    {
        if (_count == 0)
            return _job.Rehearsal is { } rehearsal ? $"there is no offer '{rehearsal.Offer}' to rehearse" : "configure a provider, or use this machine";
        if (_wishes.Length > 0 && _wishes.All(each => each.Provider.Length > 0 && !_providers.Contains(each.Provider)))
        {
            var absent = _wishes.Select(each => each.Provider).Distinct(StringComparer.OrdinalIgnoreCase);
            return $"nothing of {string.Join(" or ", absent)} is offered here: is its account in config.yaml? haggle doctor tells what is configured";
        }

        if (RetryAt is { } at) return string.Create(CultureInfo.InvariantCulture, $"wait until {at:yyyy-MM-dd HH:mm:ss}Z, when the first of them is asked again");
        return _near is { } near
            ? $"nearest is {near.Quote.Offer.Key} at {near.Quote.Rate}, which misses one wish only: {near.Reason}"
            : "no offer misses one wish only; ask for less";
    }

    /// <summary>The wish that the offer fulfils, -1 when there are none; null when it fulfils none.</summary>
    private int? Wish(Quote quote)
    {
        if (_job.Rehearsal is { } rehearsal) return Rehearsed(rehearsal, quote);
        if (_wishes.Length == 0) return -1;
        var best = (Wish: 0, Misses: int.MaxValue, First: -1);
        for (var i = 0; i < _wishes.Length; i++)
        {
            var misses = _wishes[i].Misses(quote);
            if (misses == 0) return i;

            // Among several wishes, the one that was nearest says why.
            var first = BitOperations.TrailingZeroCount(misses);
            if (first > best.First) best = (i, misses, first);
        }

        var reason = _wishes[best.Wish].Reason(best.First);
        Reject(reason, 1);
        if (BitOperations.IsPow2(best.Misses)) Remember(quote, reason);
        return null;
    }

    private int? Rehearsed(Rehearsal rehearsal, Quote quote)
    {
        if (quote.Offer.Key.Value == rehearsal.Offer) return -1;

        // The machine of the same type that stays is there for the deadline only; otherwise a rehearsal would flee from every reclaim.
        if ((_context.NoReclaimableBecause.Length > 0 || _job.Deadline is not null) && !quote.Offer.CanBeReclaimed) return -1;
        // Nor is it counted among the offers: nobody asked for it.
        _count--;
        return null;
    }

    private void Remember(Quote quote, string reason)
    {
        if (_near is { } near)
        {
            var order = quote.Rate.CompareTo(near.Quote.Rate);
            if (order == 0) order = string.CompareOrdinal(quote.Offer.Key.Value, near.Quote.Offer.Key.Value);
            if (order >= 0) return;
        }

        _near = (quote, reason);
    }

    private void Reject(string reason, int count) => _rejected[reason] = _rejected.GetValueOrDefault(reason) + count;
}
