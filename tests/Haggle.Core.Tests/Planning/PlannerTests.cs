using Haggle.Core.Market;
using Haggle.Core.Planning;
using Haggle.Core.Runs;
using Haggle.Core.Units;

namespace Haggle.Core.Tests.Planning;

public sealed class PlannerTests
{
    private static readonly ResourceWish Any = new();

    public static TheoryData<string, ResourceWish, string> Wishes => new()
    {
        { "nothing in particular", Any, "verda/FIN-01/1A100.22V/spot" },
        { "an accelerator", Any with { Accelerator = "V100" }, "aws/us-west-2/p3.2xlarge/spot" },
        { "in another spelling", Any with { Accelerator = "tesla v100" }, "aws/us-west-2/p3.2xlarge/spot" },
        { "a count", Any with { Accelerator = "A100", AcceleratorCount = 8 }, "aws/us-east-1/p4de.24xlarge/on-demand" },
        { "memory of each accelerator", Any with { AcceleratorMemory = Gib.FromGib(80), AcceleratorCount = 1 }, "verda/FIN-01/1A100.22V/spot" },
        { "a maker", Any with { AcceleratorVendor = "nvidia", Spot = false }, "aws/us-east-1/p3.2xlarge/on-demand" },
        { "a provider", Any with { Provider = "gcp" }, "gcp/us-central1/a2-highgpu-1g/on-demand" },
        { "a region", Any with { Region = "us-east-1" }, "aws/us-east-1/p3.2xlarge/spot" },
        { "a type", Any with { InstanceType = "p3.2xlarge", Spot = false }, "aws/us-east-1/p3.2xlarge/on-demand" },
        { "more CPUs", Any with { Vcpus = 30 }, "aws/us-east-1/p4de.24xlarge/on-demand" },
        { "exactly so many CPUs", Any with { Vcpus = 12, VcpusOrMore = false }, "gcp/us-central1/a2-highgpu-1g/on-demand" },
        { "memory", Any with { Memory = Gib.FromGib(61), MemoryOrMore = false }, "aws/us-west-2/p3.2xlarge/spot" },
        { "memory a CPU", Any with { MemoryPerVcpu = 7.5 }, "aws/us-west-2/p3.2xlarge/spot" },
        { "not spot", Any with { Spot = false }, "aws/us-east-1/p3.2xlarge/on-demand" },
    };

    [Theory]
    [MemberData(nameof(Wishes))]
    public void The_cheapest_that_fits_is_taken(string wish, ResourceWish what, string key)
    {
        Assert.NotEmpty(wish);
        Assert.Equal(key, Planned(Offers.Job(what)).Best.Quote.Offer.Key.Value);
    }

    [Fact]
    public void Each_candidate_says_why_it_stands_where_it_stands()
    {
        var plan = Planned(Offers.Job(Any with { Accelerator = "V100" }) with { Nodes = 2 });
        Assert.Equal(["cheapest of 3 that fit", "$1.08/h more", "$4.40/h more"], plan.Candidates.Select(each => each.Reason));
        Assert.Equal(HourlyRate.FromUsd(1.72m), plan.Best.GangRate);
        Assert.Null(plan.Best.ExpectedCost);
        Assert.Equal([new Rejection("without V100", 3)], plan.Rejected);
    }

    [Fact]
    public void Ordered_wishes_go_before_the_price_and_unordered_ones_do_not()
    {
        var job = Offers.Job(Any with { Accelerator = "V100" }, Any with { Accelerator = "A100-80GB" });
        Assert.Equal("verda/FIN-01/1A100.22V/spot", Planned(job).Best.Quote.Offer.Key.Value);
        var ordered = Planned(job with { WishesOrdered = true });
        Assert.Equal(("aws/us-west-2/p3.2xlarge/spot", "wish 1 of 2, cheapest of 5 that fit"), (ordered.Best.Quote.Offer.Key.Value, ordered.Best.Reason));
        Assert.Equal("wish 2 of 2, $0.41/h less, but a later wish", ordered.Candidates[3].Reason);
    }

    [Fact]
    public void With_the_work_known_what_counts_is_the_bill_of_it()
    {
        var hourly = Offers.Quote("x/r/hourly/on-demand", "", 0, 0, 8, 32, 1.00m);
        hourly = hourly with { Offer = hourly.Offer with { Billing = BillingRule.PerHour } };
        var market = new MarketSnapshot(Offers.Noon, [hourly, Offers.Quote("x/r/second/on-demand", "", 0, 0, 8, 32, 1.50m)]);
        var context = new PlanContext { RemainingWork = TimeSpan.FromMinutes(30) };
        var plan = Assert.IsType<Plan>(Planner.Plan(Offers.Job(), market, context, Offers.Noon));
        Assert.Equal("x/r/second/on-demand", plan.Best.Quote.Offer.Key.Value);
        Assert.Equal((Money.FromUsd(0.75m), TimeSpan.FromMinutes(30)), (plan.Best.ExpectedCost, plan.Best.ExpectedTime));
        Assert.Equal("$0.25 more", plan.Candidates[1].Reason);
    }

    [Fact]
    public void No_offer_is_a_sentence_with_every_reason_and_what_would_work()
    {
        var why = WhyNot(Offers.Job(Any with { AcceleratorMemory = Gib.FromGib(80), AcceleratorCount = 1, MaxHourly = HourlyRate.FromUsd(0.40m) }));
        Assert.Equal("6 offers: 4 under 80 GiB of accelerator memory, 1 above $0.40/h, 1 without 1 accelerator", why.Reason);
        Assert.Equal("nearest is verda/FIN-01/1A100.22V/spot at $0.45/h, which misses one wish only: above $0.40/h", why.Advice);
    }

    [Theory]
    [InlineData("digitalocean", "nothing of digitalocean is offered here: is its account in config.yaml? haggle doctor tells what is configured")]
    [InlineData("aws", "nearest is aws/us-west-2/p3.2xlarge/spot at $0.86/h, which misses one wish only: above $0.10/h")]
    public void A_provider_that_offers_nothing_is_a_matter_of_its_account(string provider, string advice) =>
        Assert.Equal(advice, WhyNot(Offers.Job(Any with { Provider = provider, InstanceType = "p3.2xlarge", MaxHourly = HourlyRate.FromUsd(0.10m) })).Advice);

    [Fact]
    public void No_offers_at_all_and_no_offer_to_rehearse_are_said_as_such()
    {
        var none = Assert.IsType<WhyNot>(Planner.Plan(Offers.Job(), MarketSnapshot.Empty, PlanContext.Fresh, Offers.Noon));
        Assert.Equal(("no offers at all", "configure a provider, or use this machine"), (none.Reason, none.Advice));
        var job = Offers.Job() with { Rehearsal = new Rehearsal { Offer = "aws/nowhere" } };
        var unknown = Assert.IsType<WhyNot>(Planner.Plan(job, MarketSnapshot.Empty, PlanContext.Fresh, Offers.Noon));
        Assert.Equal("there is no offer 'aws/nowhere' to rehearse", unknown.Advice);
    }

    [Fact]
    public void A_cooling_offer_is_left_alone_until_its_instant()
    {
        var job = Offers.Job(Any with { InstanceType = "p3.2xlarge", Region = "us-west-2" });
        var context = new PlanContext { Cooling = [new("aws/us-west-2/p3.2xlarge/spot", Offers.Noon.AddMinutes(5))] };
        var why = Assert.IsType<WhyNot>(Planner.Plan(job, Offers.Market, context, Offers.Noon));
        Assert.Equal("6 offers: 5 not in us-west-2, 1 cooling after no capacity", why.Reason);
        Assert.Equal(Offers.Noon.AddMinutes(5), why.RetryAt);
        Assert.Equal("wait until 2026-01-01 12:05:00Z, when the first of them is asked again", why.Advice);
        Assert.IsType<Plan>(Planner.Plan(job, Offers.Market, context, Offers.Noon.AddMinutes(5)));
    }

    [Fact]
    public void A_near_deadline_takes_machines_that_stay_and_others_only_when_there_is_nothing_else()
    {
        var context = new PlanContext { NoReclaimableBecause = "the deadline is near" };
        var plan = Assert.IsType<Plan>(Planner.Plan(Offers.Job(Any with { Accelerator = "V100" }), Offers.Market, context, Offers.Noon));
        Assert.Equal("aws/us-east-1/p3.2xlarge/on-demand", plan.Best.Quote.Offer.Key.Value);
        Assert.Contains(new Rejection("can be taken back (the deadline is near)", 2), plan.Rejected);
        var grudging = Assert.IsType<Plan>(Planner.Plan(Offers.Job(Any with { Provider = "verda" }), Offers.Market, context, Offers.Noon));
        Assert.Equal("the only one that fits; it can be taken back although the deadline is near: nothing else fits", grudging.Best.Reason);
    }

    [Fact]
    public void A_rehearsal_takes_its_offer_whatever_the_job_wishes_and_its_twin_only_for_the_deadline()
    {
        var market = new MarketSnapshot(Offers.Noon, [.. Offers.Market.Quotes.Where(quote => quote.Offer.InstanceType == "p3.2xlarge" && quote.Offer.Region == "us-east-1")]);
        var job = Offers.Job(Any with { Accelerator = "H100", AcceleratorCount = 8 }) with { Rehearsal = new Rehearsal { Offer = "aws/us-east-1/p3.2xlarge/spot" } };
        var plan = Assert.IsType<Plan>(Planner.Plan(job, market, PlanContext.Fresh, Offers.Noon));
        Assert.Equal(("aws/us-east-1/p3.2xlarge/spot", 1), (plan.Best.Quote.Offer.Key.Value, plan.Candidates.Length));
        var pressed = Assert.IsType<Plan>(Planner.Plan(job, market, new PlanContext { NoReclaimableBecause = "the deadline is near" }, Offers.Noon));
        Assert.Equal("aws/us-east-1/p3.2xlarge/on-demand", pressed.Best.Quote.Offer.Key.Value);
    }

    [Fact]
    public void An_own_machine_does_for_a_spot_wish_and_may_have_more_accelerators_than_asked_for()
    {
        var market = new MarketSnapshot(Offers.Noon, [Offers.Quote("local/host/this-machine/owned", "NVIDIA H200", 8, 140.4, 64, 512, 0m), .. Offers.Market.Quotes]);
        var job = Offers.Job(Any with { Accelerator = "H200", AcceleratorCount = 1, Spot = true });
        Assert.Equal("local", Assert.IsType<Plan>(Planner.Plan(job, market, PlanContext.Fresh, Offers.Noon)).Best.Quote.Offer.Provider.Value);
    }

    private static Plan Planned(Job job) => Assert.IsType<Plan>(Planner.Plan(job, Offers.Market, PlanContext.Fresh, Offers.Noon));

    private static WhyNot WhyNot(Job job) => Assert.IsType<WhyNot>(Planner.Plan(job, Offers.Market, PlanContext.Fresh, Offers.Noon));
}
