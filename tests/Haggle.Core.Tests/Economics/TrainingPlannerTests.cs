using FsCheck;
using FsCheck.Fluent;
using Haggle.Core.Economics.Training;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Core.Tests.Economics;

public sealed class TrainingPlannerTests
{
    [Fact]
    public void No_pick_and_no_member_of_the_frontier_is_dominated_by_any_offer() => Prop.ForAll(Trainings.AnyMarket, market =>
    {
        var plan = Plan(market);
        var all = market.Select(quote => Trainings.Planner(Trainings.Task()).Estimate(quote)!).ToArray();
        return plan.Frontier.All(member => !all.Any(other => Dominates(other, member)))
            && plan.Picks.Where(pick => pick.Name is "cheapest" or "fastest" or "best value").All(pick => !all.Any(other => Dominates(other, pick.Estimate)))
            && plan.Ranked.Where(each => each.BeatenBy is null).All(each => !all.Any(other => Dominates(other, each.Estimate)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void One_more_offer_never_makes_the_cheapest_the_fastest_or_the_best_value_worse() => Prop.ForAll(Trainings.AnyMarket, Trainings.AnyQuote.ToArbitrary(), (market, more) =>
    {
        if (market.Length == 0 || market.Any(quote => quote.Offer.Key == more.Offer.Key)) return true;
        var (before, after) = (Plan(market), Plan([.. market, more]));
        return Pick(after, "cheapest").Cost.Expected <= Pick(before, "cheapest").Cost.Expected && Pick(after, "fastest").Time.Expected <= Pick(before, "fastest").Time.Expected
            && Product(Pick(after, "best value")) <= Product(Pick(before, "best value"));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_the_market_does_not_matter() => Prop.ForAll(Trainings.AnyMarket, market =>
    {
        var (one, other) = (Plan(market), Plan([.. market.Reverse()]));
        return one.Ranked.Select(each => each.Estimate.Quote.Offer.Key).SequenceEqual(other.Ranked.Select(each => each.Estimate.Quote.Offer.Key))
            && one.Picks.Select(each => (each.Name, each.Estimate.Quote.Offer.Key)).SequenceEqual(other.Picks.Select(each => (each.Name, each.Estimate.Quote.Offer.Key)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_higher_price_and_more_work_never_cost_less() => Prop.ForAll(Trainings.AnyQuote.ToArbitrary(), Gen.Choose(1, 100).ToArbitrary(), (quote, more) =>
    {
        var plain = Trainings.Planner(Trainings.Task()).Estimate(quote)!;
        var dearer = Trainings.Planner(Trainings.Task()).Estimate(quote with { Rate = quote.Rate + HourlyRate.FromUsd(more / 100m) })!;
        var longer = Trainings.Planner(Trainings.Task(20e6 * (1 + (more / 50.0)))).Estimate(quote)!;
        return dearer.Cost.Expected >= plain.Cost.Expected && dearer.Cost.High >= plain.Cost.High && dearer.Cost.Low >= plain.Cost.Low
            && longer.Cost.Expected >= plain.Cost.Expected && longer.Time.Expected >= plain.Time.Expected;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_parts_add_up_and_the_expectation_lies_in_its_range() => Prop.ForAll(Trainings.AnyQuote.ToArbitrary(), quote =>
    {
        var estimate = Trainings.Planner(Trainings.Task() with { OutputsGb = 3 }).Estimate(quote)!;
        var sum = estimate.Parts.Aggregate(Money.Zero, (total, part) => total + part.Cost);
        return sum == estimate.Cost.Expected && estimate.Parts.All(part => part.Cost >= Money.Zero)
            && estimate.Cost.Low <= estimate.Cost.Expected && estimate.Cost.Expected <= estimate.Cost.High
            && estimate.Time.Low <= estimate.Time.Expected && estimate.Time.Expected <= estimate.Time.High;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_offer_is_either_fit_or_rejected_for_one_reason() => Prop.ForAll(Trainings.AnyMarket, Gen.Choose(1, 60).ToArbitrary(), (market, dollars) =>
    {
        var plan = Plan(market, new PlanFilter { Budget = Money.FromUsd(dollars), TimeMax = TimeSpan.FromHours(dollars) });
        return plan.Fitting + plan.Rejected.Sum(each => each.Count) == market.Length;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_budget_below_any_offer_names_one_that_would_do()
    {
        Quote[] market = [Trainings.Quote("a", "V100", 1, 3m), Trainings.Quote("b", "A100", 1, 4m)];
        var plan = Plan(market, new PlanFilter { Budget = Money.FromUsd(1) });
        Assert.Equal(0, plan.Fitting);
        Assert.StartsWith("with --budget $", plan.Nearest, StringComparison.Ordinal);
        Assert.True(Money.TryParse(plan.Nearest.Split(' ')[2].TrimEnd(':'), out var enough));
        Assert.Equal(1, Plan(market, new PlanFilter { Budget = enough }).Fitting);
    }

    [Fact]
    public void A_deadline_nobody_meets_names_one_that_would_do()
    {
        Quote[] market = [Trainings.Quote("a", "V100", 1, 3m), Trainings.Quote("b", "A100", 1, 4m)];
        var plan = Plan(market, new PlanFilter { TimeMax = TimeSpan.FromMinutes(10) });
        Assert.Contains("with --deadline ", plan.Nearest, StringComparison.Ordinal);
        Assert.Contains("b/r/1xA100", plan.Nearest, StringComparison.Ordinal);
    }

    [Fact]
    public void A_private_plan_takes_no_private_persons_machine_and_none_of_which_nobody_says_whose_it_is()
    {
        Quote[] market = [Trainings.Quote("home", "V100", 1, 0.1m, host: HostKind.PrivatePerson), Trainings.Quote("odd", "V100", 1, 0.2m, host: HostKind.Unknown), Trainings.Quote("dc", "V100", 1, 3m)];
        var plan = Plan(market, new PlanFilter { PrivateOnly = true });
        Assert.Equal("dc", plan.Ranked.Single().Estimate.Quote.Offer.Provider.Value);
        Assert.Equal("dc", Pick(Plan(market), "cheapest private").Quote.Offer.Provider.Value);
        Assert.Equal("home", Pick(Plan(market), "cheapest").Quote.Offer.Provider.Value);
    }

    [Fact]
    public void What_takes_too_long_to_set_up_is_left_out_also_where_nobody_says_how_long()
    {
        var terms = new[] { Terms("quick", 3), Terms("slow", 10) };
        Quote[] market = [Trainings.Quote("quick", "V100", 1, 3m), Trainings.Quote("slow", "V100", 1, 2m), Trainings.Quote("silent", "V100", 1, 1m)];
        var plan = Trainings.Planner(Trainings.Task(), terms).Plan(new MarketSnapshot(Trainings.Noon, [.. market]), [], new PlanFilter { SetupMinutesMax = 5 }, 10, Trainings.Noon);
        Assert.Equal("quick", plan.Ranked.Single().Estimate.Quote.Offer.Provider.Value);
    }

    [Fact]
    public void A_model_that_does_not_fit_into_memory_is_not_trained_there()
    {
        var task = Trainings.Task() with { Work = Trainings.Images(1e6) with { Parameters = 7e9 } };
        var plan = Trainings.Planner(task).Plan(new MarketSnapshot(Trainings.Noon, [Trainings.Quote("a", "V100", 1, 3m), Trainings.Quote("a", "V100", 8, 24m)]), [], new PlanFilter(), 10, Trainings.Noon);
        Assert.Equal(8, plan.Ranked.Single().Estimate.Quote.Offer.AcceleratorCount);
        Assert.Contains(plan.Rejected, each => each.Reason.Contains("too little accelerator memory: the model needs 104 GiB", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_free_has_a_pick_of_its_own_and_pushes_nothing_off_the_frontier()
    {
        Quote[] market = [Trainings.Quote("free", "A100", 1, 0m, Purchase.FreeTier), Trainings.Quote("a", "V100", 1, 1m), Trainings.Quote("b", "V100", 1, 2m)];
        var plan = Plan(market);
        Assert.Equal("free", Pick(plan, "free").Quote.Offer.Provider.Value);
        Assert.Equal("a", Pick(plan, "cheapest").Quote.Offer.Provider.Value);
        Assert.Equal(["a"], plan.Frontier.Select(each => each.Quote.Offer.Provider.Value));
        Assert.Equal("a", plan.Ranked[2].BeatenBy!.Quote.Offer.Provider.Value);
        Assert.Equal("free", Pick(Plan([market[0]]), "cheapest").Quote.Offer.Provider.Value);
    }

    [Fact]
    public void A_free_session_that_ends_too_early_needs_checkpoints()
    {
        var terms = Terms("free", 1) with { SessionHours = 4 };
        var offer = Trainings.Quote("free", "V100", 1, 0m, Purchase.FreeTier);
        Assert.NotNull(Trainings.Planner(Trainings.Task(), terms).Estimate(offer));
        Assert.Null(Trainings.Planner(Trainings.Task(checkpoints: false), terms).Estimate(offer));
        Assert.Contains("free for 4 h at a time", Trainings.Planner(Trainings.Task(checkpoints: false), terms).ProblemOn(offer.Offer), StringComparison.Ordinal);
    }

    private static TrainingPlan Plan(Quote[] market, PlanFilter? filter = null) =>
        Trainings.Planner(Trainings.Task()).Plan(new MarketSnapshot(Trainings.Noon, [.. market]), [], filter ?? new PlanFilter(), 1000, Trainings.Noon);

    private static TrainingEstimate Pick(TrainingPlan plan, string name) => plan.Picks.First(pick => pick.Name == name).Estimate;

    private static bool Dominates(TrainingEstimate left, TrainingEstimate right) =>
        left.Cost.Expected <= right.Cost.Expected && left.Time.Expected <= right.Time.Expected && (left.Cost.Expected < right.Cost.Expected || left.Time.Expected < right.Time.Expected);

    private static double Product(TrainingEstimate each) => each.Cost.Expected.NanoUsd * each.Time.Expected.TotalHours;

    private static ProviderTerms Terms(string name, int minutes) => new() { Provider = new ProviderName(name), Title = name, SetupMinutes = minutes, Provenance = new Provenance("a test", Trainings.Noon) };
}
