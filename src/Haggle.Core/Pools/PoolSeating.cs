using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Planning;
using Haggle.Core.Runs;
using Haggle.Core.Units;

namespace Haggle.Core.Pools;

/// <summary>Turns runs into the wishes of a pool's queue, and its turns into quotes. Pure.</summary>
public static class PoolSeating
{
    // A limit counts from the first line of the program; machines, files and setup come before it.
    private static readonly TimeSpan StartUp = TimeSpan.FromMinutes(10);

    /// <summary>The seats of all runs that wait for the pool.</summary>
    /// <param name="provider">The pool's provider.</param>
    /// <param name="picture">The pool.</param>
    /// <param name="runs">Every run that is not over.</param>
    /// <param name="userOf">Who submitted a run.</param>
    /// <param name="usage">What each user has had.</param>
    /// <param name="market">The pool's quotes among others.</param>
    /// <param name="policy">How the pool is shared.</param>
    /// <param name="now">The instant.</param>
    public static ImmutableDictionary<RunId, PoolSeat> Of(
        ProviderName provider, PoolPicture picture, ImmutableArray<Run> runs, Func<RunId, string> userOf, PoolUsage usage, MarketSnapshot market, PoolPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(userOf);
        ArgumentNullException.ThrowIfNull(market);
        var quotes = market.Quotes.Where(quote => quote.Offer.Provider == provider).ToImmutableArray();
        var (supplies, loads) = Now(provider, picture, runs);
        var waiting = ImmutableArray.CreateBuilder<PoolWish>();
        var fits = new Dictionary<RunId, ImmutableArray<Quote>>();
        foreach (var run in runs.Where(run => run is { Attempt: null, Outcome: null, Stop: null, Job.Rehearsal: null } && !(run.NotBefore > now)))
        {
            if (Wish(run, provider, quotes, userOf) is not var (wish, fitting)) continue;
            waiting.Add(wish);
            fits[run.Id] = fitting;
        }

        return PoolQueue.Plan(supplies, loads, waiting.ToImmutable(), usage, policy, now)
            .ToImmutableDictionary(turn => turn.Wish.Run, turn => Seat(provider, turn, supplies, fits[turn.Wish.Run]));
    }

    /// <summary>What a run wants of the pool, and the offers that would do; null when it wants nothing of it.</summary>
    private static (PoolWish Wish, ImmutableArray<Quote> Fitting)? Wish(Run run, ProviderName provider, ImmutableArray<Quote> quotes, Func<RunId, string> userOf)
    {
        var wishes = run.Job.Wishes.IsEmpty ? [new ResourceWish()] : run.Job.Wishes;
        foreach (var wish in wishes.Where(wish => wish.Provider.Length == 0 || wish.Provider == provider.Value))
        {
            var fit = new WishFit(wish, new Dictionary<string, AcceleratorName>(StringComparer.Ordinal));
            var fitting = quotes.Where(quote => fit.Misses(quote) == 0).ToImmutableArray();
            if (fitting.IsEmpty) continue;

            // What is offered comes in sizes; the least that does is what will be allotted.
            var least = fitting.MinBy(quote => (quote.Offer.AcceleratorCount, quote.Offer.Vcpus))!.Offer;
            var name = AcceleratorName.Parse(wish.Accelerator);
            var limit = run.Job.MaxDuration - run.RanBefore + StartUp;
            var asked = new PoolWish
            {
                Run = run.Id,
                User = userOf(run.Id),
                Priority = run.Job.Priority,
                Since = run.SubmittedAt,
                Nodes = run.Job.Nodes,
                Cards = least.AcceleratorCount,
                Model = name.Model,
                CardMemory = Memory(wish, name, fitting),
                Vcpus = least.AcceleratorCount > 0 ? 0 : least.Vcpus,
                Host = wish.Region,
                Limit = limit,
            };
            return (asked, [.. fitting.Where(quote => quote.Offer.AcceleratorCount.Equals(least.AcceleratorCount))]);
        }

        return null;
    }

    // "A100-80GB" says by its name how large the cards are; the fitting offers say it in MiB.
    private static Gib Memory(ResourceWish wish, AcceleratorName name, ImmutableArray<Quote> fitting) =>
        wish.AcceleratorMemory > default(Gib) || name.MemoryGb > 0 ? fitting.Min(quote => quote.Offer.AcceleratorMemory) : default;

    private static PoolSeat Seat(ProviderName provider, PoolTurn turn, ImmutableArray<PoolSupply> supplies, ImmutableArray<Quote> fitting)
    {
        var seat = new PoolSeat { Provider = provider, Place = turn.Place, ExpectedAt = turn.ExpectedAt, Reason = turn.Reason };
        var quotes = ImmutableArray.CreateBuilder<Quote>(turn.Begins.Length);
        foreach (var part in turn.Begins)
        {
            var supply = supplies[part.Host];
            var model = part.Cards.IsEmpty ? null : supply.Cards[part.Cards[0]].Model;
            var quote = fitting.Where(each => each.Offer.Region == supply.Name && (model is null || string.Equals(each.Offer.Accelerator, model, StringComparison.OrdinalIgnoreCase)))
                .OrderBy(each => each.Rate).ThenBy(each => each.Offer.Key.Value, StringComparer.Ordinal).FirstOrDefault();
            if (quote is null) return seat with { Reason = $"{supply.Name} has room, but makes no offer yet" };
            quotes.Add(quote);
        }

        return seat with { Quotes = quotes.ToImmutable() };
    }

    /// <summary>What is free, and what runs with its ends, counting machines of our own that the picture is too old to show.</summary>
    private static (ImmutableArray<PoolSupply> Supplies, ImmutableArray<PoolLoad> Loads) Now(ProviderName provider, PoolPicture picture, ImmutableArray<Run> runs)
    {
        var ours = runs.SelectMany(run => run.AllSlots.Where(slot => slot.MayExist && slot.Quote.Offer.Provider == provider).Select(slot => (run, slot)))
            .GroupBy(each => each.slot.Token.Value, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        var loads = picture.Holdings.Select(holding => new PoolLoad([holding.Part], ours.TryGetValue(holding.Token, out var each) ? EndOf(each.run, each.slot) : null)).ToList();
        var room = new PoolRoom(picture.Supplies);
        var shown = picture.Holdings.Select(holding => holding.Token).ToHashSet(StringComparer.Ordinal);
        foreach (var (run, slot) in ours.Values.Where(each => !shown.Contains(each.slot.Token.Value) && each.slot.Quote.Offer.Region.Length > 0))
        {
            var offer = slot.Quote.Offer;
            var wish = new PoolWish { Run = run.Id, Since = slot.IntendedAt, Cards = offer.AcceleratorCount, Model = offer.Accelerator, Vcpus = offer.AcceleratorCount > 0 ? 0 : offer.Vcpus, Host = offer.Region };
            if (room.Take(wish) is { } parts) loads.Add(new PoolLoad(parts, EndOf(run, slot)));
        }

        return (room.Left(), [.. loads]);
    }

    private static DateTimeOffset? EndOf(Run run, Slot slot) => (slot.UpAt ?? slot.IntendedAt) + (run.Job.MaxDuration - run.RanBefore) + StartUp;
}
