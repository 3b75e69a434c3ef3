using FsCheck;
using FsCheck.Fluent;
using Haggle.Core.Market;
using Haggle.Core.Planning;
using Haggle.Core.Runs;
using Haggle.Core.Units;

namespace Haggle.Core.Tests.Planning;

public sealed class PlannerProperties
{
    private static Arbitrary<(Quote[] Market, ResourceWish[] Wishes, bool Ordered)> Any =>
        (from market in Offers.AnyMarket
         from wishes in Offers.AnyWish.ArrayOf()
         from ordered in Gen.Elements(true, false)
         select (market, wishes.Take(3).ToArray(), ordered)).ToArbitrary();

    [Fact]
    public void Every_offer_is_either_a_candidate_or_rejected_for_one_reason() => Prop.ForAll(Any, any =>
    {
        var answer = Answer(any.Market, any.Wishes, any.Ordered);
        var candidates = answer is Plan plan ? plan.Candidates.Length : 0;
        return candidates + answer.Rejected.Sum(each => each.Count) == any.Market.Length && answer.Rejected.All(each => each.Reason.Length > 0 && each.Count > 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_the_market_does_not_matter() => Prop.ForAll(Any, any =>
        Keys(Answer(any.Market, any.Wishes, any.Ordered)).SequenceEqual(Keys(Answer([.. any.Market.Reverse()], any.Wishes, any.Ordered)))).QuickCheckThrowOnFailure();

    [Fact]
    public void One_more_offer_never_makes_the_best_worse() => Prop.ForAll(Any, Offers.AnyQuote.ToArbitrary(), (any, more) =>
    {
        if (any.Market.Any(quote => quote.Offer.Key == more.Offer.Key) || Answer(any.Market, any.Wishes, any.Ordered) is not Plan before) return true;
        var after = (Plan)Answer([.. any.Market, more], any.Wishes, any.Ordered);
        return after.Best.Quote == before.Best.Quote || after.Best.Quote == more && (any.Ordered && after.Best.Wish < before.Best.Wish || after.Best.GangRate <= before.Best.GangRate);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_machine_at_a_higher_price_never_wins() => Prop.ForAll(Any, any =>
    {
        if (Answer(any.Market, any.Wishes, any.Ordered) is not Plan plan) return true;
        var dearer = plan.Best.Quote with
        {
            Rate = plan.Best.Quote.Rate + HourlyRate.FromUsd(0.01m),
            Offer = plan.Best.Quote.Offer with { Key = new OfferKey("a/a/a/" + plan.Best.Quote.Offer.Key) },
        };
        return Answer([dearer, .. any.Market], any.Wishes, any.Ordered) is Plan again && again.Best.Quote == plan.Best.Quote;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_cap_on_the_price_is_kept_by_every_candidate() => Prop.ForAll(Any, any =>
        Answer(any.Market, any.Wishes, any.Ordered) is not Plan plan
        || plan.Candidates.All(each => each.Wish < 0 || any.Wishes[each.Wish].MaxHourly is not { } most || each.Quote.Rate <= most)).QuickCheckThrowOnFailure();

    private static PlanAnswer Answer(Quote[] market, ResourceWish[] wishes, bool ordered) =>
        Planner.Plan(Offers.Job(wishes) with { WishesOrdered = ordered }, new MarketSnapshot(Offers.Noon, [.. market]), PlanContext.Fresh, Offers.Noon);

    private static IEnumerable<string> Keys(PlanAnswer answer) => answer is Plan plan ? plan.Candidates.Select(each => each.Quote.Offer.Key.Value) : [];
}
