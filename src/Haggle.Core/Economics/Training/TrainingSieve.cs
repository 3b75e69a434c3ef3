using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Haggle.Core.Market;
using Haggle.Core.Planning;
using Haggle.Core.Runs;
using Haggle.Core.Units;

namespace Haggle.Core.Economics.Training;

/// <summary>Separates the offers that would do for a training from those that would not, and remembers why not and what would come nearest. Used once.</summary>
internal sealed class TrainingSieve
{
    private const int Private = 1;
    private const int Setup = 2;
    private const int Late = 4;
    private const int Dear = 8;
    private const int DaysOfYear = 365;

    private readonly TrainingTask _task;
    private readonly PlanFilter _filter;
    private readonly WishFit[] _wishes;
    private readonly Gib _memory;
    private readonly DateTimeOffset _oldest;
    private readonly Dictionary<string, int> _rejected = new(StringComparer.Ordinal);
    private readonly Dictionary<int, (Quote Quote, Money Cost, TimeSpan Time)> _near = [];
    private string _last = "";
    private int _lastCount;

    public TrainingSieve(TrainingTask task, TrainingAssumptions assumed, ImmutableArray<ResourceWish> wishes, PlanFilter filter, DateTimeOffset now)
    {
        (_task, _filter) = (task, filter);
        var names = new Dictionary<string, AcceleratorName>(StringComparer.Ordinal);
        _wishes = [.. wishes.Select(wish => new WishFit(wish, names))];
        _memory = task.Work.MemoryNeeded(assumed.MemoryBytesPerParameter);
        _oldest = filter.PriceAgeMax is { } age ? now - age : DateTimeOffset.MinValue;
    }

    /// <summary>Whether an offer is worth an estimate; counted with its reason when it is not.</summary>
    public bool MayDo(Quote quote)
    {
        var offer = quote.Offer;
        var reason = offer.Facts is { IsClosed: true } ? "of providers that have closed"
            : !_filter.Purchases.Has(offer.Purchase) ? "bought for years"
            : quote.Provenance.AsOf < _oldest && quote.Rate > HourlyRate.Free ? $"with a price older than {Age(_filter.PriceAgeMax!.Value)}"
            : Unwished(quote) is { } missing ? missing
            : IsTooSmall(offer) ? $"with too little accelerator memory: the model needs {_memory.ToGib().ToString("0", CultureInfo.InvariantCulture)} GiB"
            : "";
        if (reason.Length == 0) return true;
        Reject(reason);
        return false;
    }

    public void Reject(string reason)
    {
        // Most reasons follow themselves, and are the very same text.
        if (!ReferenceEquals(reason, _last)) Flush(reason);
        _lastCount++;
    }

    /// <summary>Whether an offer passes what the user asked for; counted, and kept when it comes nearest, when it does not.</summary>
    public bool Passes(Quote quote, ProviderTerms? terms, Money cost, TimeSpan time)
    {
        var missing = 0;
        if (_filter.PrivateOnly && !TrainingPlanner.IsPrivate(quote.Offer, terms)) missing |= Private;
        if (_filter.SetupMinutesMax is { } minutes && quote.Offer.Purchase != Purchase.Owned && !(terms?.SetupMinutes <= minutes)) missing |= Setup;
        if (_filter.TimeMax is { } most && time > most) missing |= Late;
        if (_filter.Budget is { } budget && cost > budget) missing |= Dear;
        if (missing == 0) return true;
        Reject(Why(missing & -missing));
        if (!_near.TryGetValue(missing, out var near) || IsNearer(missing, (quote, cost, time), near)) _near[missing] = (quote, cost, time);
        return false;
    }

    public ImmutableArray<Rejection> Rejections()
    {
        Flush("");
        return [.. _rejected.OrderByDescending(each => each.Value).ThenBy(each => each.Key, StringComparer.Ordinal).Select(each => new Rejection(each.Key, each.Value))];
    }

    /// <summary>What would come nearest, one sentence for each thing that alone stands in the way.</summary>
    public string Nearest()
    {
        if (_near.Count == 0) return _wishes.Length > 0 ? "ask for less in the task file's resources, or plan with --any-machine" : "nothing comes near";
        var fewest = _near.Keys.Min(static bits => BitOperations.PopCount((uint)bits));
        return string.Join("; ", _near.Where(each => BitOperations.PopCount((uint)each.Key) == fewest).OrderBy(each => each.Key).Select(each => Sentence(each.Key, each.Value)));
    }

    private void Flush(string next)
    {
        if (_lastCount > 0) _rejected[_last] = _rejected.GetValueOrDefault(_last) + _lastCount;
        (_last, _lastCount) = (next, 0);
    }

    private static string Sentence(int missing, (Quote Quote, Money Cost, TimeSpan Time) near)
    {
        var needs = new List<string>();
        if ((missing & Private) != 0) needs.Add("without --private");
        if ((missing & Setup) != 0) needs.Add("with another --max-hassle");
        if ((missing & Late) != 0) needs.Add($"with --deadline {Upwards(near.Time)}");
        if ((missing & Dear) != 0) needs.Add($"with --budget {CentsUp(near.Cost)}");
        return $"{string.Join(" and ", needs)}: {near.Quote.Offer.Key} takes {Words.Duration(near.Time)} and costs {CentsUp(near.Cost)}";
    }

    private static string Age(TimeSpan age) => age.TotalDays % DaysOfYear == 0 ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays / DaysOfYear:0} years") : Words.Duration(age);

    // Rounded up: what is suggested must work.
    private static string Upwards(TimeSpan time) => $"{Math.Max(1, (long)Math.Ceiling(time.TotalMinutes)).ToString(CultureInfo.InvariantCulture)}m";

    private static string CentsUp(Money cost) => "$" + (Math.Ceiling(cost.ToUsd() * 100) / 100).ToString("0.00", CultureInfo.InvariantCulture);

    private static bool IsNearer(int missing, (Quote Quote, Money Cost, TimeSpan Time) left, (Quote Quote, Money Cost, TimeSpan Time) right)
    {
        var order = missing == Late ? left.Time.CompareTo(right.Time) : left.Cost.CompareTo(right.Cost);
        return order != 0 ? order < 0 : string.CompareOrdinal(left.Quote.Offer.Key.Value, right.Quote.Offer.Key.Value) < 0;
    }

    private string Why(int missing) => missing switch
    {
        Private => "on private persons' machines, or nobody says whose",
        Setup => $"that take longer than {_filter.SetupMinutesMax} minutes to set up, or nobody says how long",
        Late => $"that would take longer than {Words.Duration(_filter.TimeMax ?? default)}",
        _ => $"that would cost more than {_filter.Budget}",
    };

    private bool IsTooSmall(Offer offer) =>
        _memory.Mib > 0 && offer.AcceleratorCount > 0 && offer.AcceleratorMemory.Mib > 0 && offer.AcceleratorMemory.Mib * offer.AcceleratorCount * _task.Nodes < _memory.Mib * AcceleratorMemory.UsableShare;

    private string? Unwished(Quote quote)
    {
        if (_wishes.Length == 0) return null;
        var best = (Wish: 0, First: -1);
        for (var i = 0; i < _wishes.Length; i++)
        {
            var misses = _wishes[i].Misses(quote);
            if (misses == 0) return null;
            var first = BitOperations.TrailingZeroCount(misses);
            if (first > best.First) best = (i, first);
        }

        return _wishes[best.Wish].Reason(best.First);
    }
}
