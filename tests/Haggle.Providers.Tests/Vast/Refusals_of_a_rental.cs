using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Tests.Vast;

public sealed class Refusals_of_a_rental
{
    private static readonly OwnerId Mine = new("mine1234");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Status and code; what comes of it; for how many minutes it makes no sense to ask again; a word of what the user is told.</summary>
    public static TheoryData<int, string, string, int, string> Table => new()
    {
        { 404, "no_such_ask", "next", 30, "rented by somebody else" },
        { 410, "no_such_ask", "next", 30, "rented by somebody else" },
        { 400, "invalid_price", "price", 0, "below what is asked now" },
        { 400, "no_ssh_key_for_vm", "stop", 0, "a key of the account" },
        { 400, "insufficient_credit", "stop", 0, "no credit left" },
        { 402, "", "stop", 0, "no credit left" },
        { 403, "invalid_args", "stop", 0, "right to create instances" },
        { 401, "auth_error", "stop", 0, "does not take the key" },
        { 400, "invalid_args", "stop", 0, "does not take the request" },
        { 400, "something_new", "stop", 0, "said by the fake" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Each_means_go_on_elsewhere_or_stop_with_what_to_do(int status, string code, string outcome, int minutes, string says)
    {
        await using var ground = await VastGround.StartAsync();
        ground.Market.Hosts[0].Refuses = (status, code);
        var came = await ground.Open().LaunchAsync(ground.Request(Mine, 0), Cancellation);
        var (what, coolFor, why) = came switch
        {
            LaunchOutcome.NoCapacity none => ("next", none.CoolFor.TotalMinutes, none.Why),
            LaunchOutcome.Refused refused => ("stop", 0, refused.Why),
            LaunchOutcome.PriceMoved moved => ("price", 0, moved.Why),
            _ => (came.ToString(), -1, ""),
        };
        Assert.Equal((outcome, minutes), (what, coolFor));
        Assert.Contains(says, why, StringComparison.Ordinal);
        Assert.Contains(code, why, StringComparison.Ordinal);
        Assert.Empty(ground.Market.Contracts);
    }

    [Theory]
    [InlineData(Purchase.Bid)]
    [InlineData(Purchase.OnDemand)]
    public async Task A_rental_that_fails_and_leaves_a_contract_behind_leaves_nothing(Purchase purchase)
    {
        await using var ground = await VastGround.StartAsync(purchase);
        (ground.Market.Hosts[0].Refuses, ground.Market.Hosts[0].LeavesContract) = ((410, "no_such_ask"), true);
        Assert.IsType<LaunchOutcome.NoCapacity>(await ground.Open().LaunchAsync(ground.Request(Mine, 0), Cancellation));
        Assert.NotNull(Assert.Single(ground.Market.Contracts).DestroyedAt);
    }

    [Fact]
    public async Task A_bid_is_a_bid_and_on_demand_is_not()
    {
        foreach (var purchase in new[] { Purchase.Bid, Purchase.OnDemand })
        {
            await using var ground = await VastGround.StartAsync(purchase);
            Assert.IsType<LaunchOutcome.Launched>(await ground.Open().LaunchAsync(ground.Request(Mine, 0), Cancellation));
            Assert.Equal(purchase == Purchase.Bid ? 0.22m : null, ground.Market.Contracts.Single().Bid);
        }
    }

    [Fact]
    public async Task What_is_not_what_was_wanted_is_given_back()
    {
        await using var ground = await VastGround.StartAsync();

        // The host is dearer by the time that the contract is made than when it was looked at.
        var provider = ground.Open();
        var host = ground.Market.Hosts[0];
        await foreach (var _ in provider.QuotesAsync(ground.Scope, Cancellation)) { }
        var request = ground.Request(Mine, 0);
        ground.Server.After("POST /api/v0/bundles", () => host.DphBase = 0.9m);
        Assert.Contains("given back", Assert.IsType<LaunchOutcome.PriceMoved>(await provider.LaunchAsync(request, Cancellation)).Why, StringComparison.Ordinal);
        Assert.NotNull(Assert.Single(ground.Market.Contracts).DestroyedAt);
    }

    [Fact]
    public async Task A_rental_whose_answer_was_lost_is_found_by_its_label()
    {
        await using var ground = await VastGround.StartAsync();
        ground.Market.ListLag = TimeSpan.FromSeconds(40);
        ground.Server.Lose("PUT /api/v0/asks", 1);
        Assert.IsType<LaunchOutcome.Launched>(await ground.Open().LaunchAsync(ground.Request(Mine, 0), Cancellation));
        Assert.Single(ground.Market.Contracts);
    }

    [Fact]
    public async Task Two_servers_with_one_token_have_one_machine()
    {
        await using var ground = await VastGround.StartAsync();
        ground.Market.ListLag = TimeSpan.Zero;
        ground.Market.IsStrict = false;
        var request = ground.Request(Mine, 0);
        var machines = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => ground.OpenCloud($"book-{i}").Provider.LaunchAsync(request, Cancellation)));
        var first = ground.Market.Contracts.Min(each => each.Id);
        Assert.All(machines, machine => Assert.Equal($"{first}", Assert.IsType<LaunchOutcome.Launched>(machine).Machine.Value));
        Assert.Single(ground.Market.Contracts, each => each.DestroyedAt is null);
    }

    [Fact]
    public async Task A_storm_of_throttling_is_a_fault_that_passes()
    {
        await using var ground = await VastGround.StartAsync();
        ground.Server.Throttle(100);
        Assert.True((await Assert.ThrowsAsync<ProviderException>(() => ground.Open().LaunchAsync(ground.Request(Mine, 0), Cancellation))).IsTransient);
        ground.Server.Throttle(0);
        Assert.IsType<LaunchOutcome.Launched>(await ground.Open().LaunchAsync(ground.Request(Mine, 0), Cancellation));
        Assert.Single(ground.Market.Contracts);
    }

    [Fact]
    public async Task Only_what_suits_is_offered_with_its_disk_in_the_price()
    {
        await using var ground = await VastGround.StartAsync();
        var quotes = new List<string>();
        await foreach (var quote in ground.Open().QuotesAsync(ground.Scope, Cancellation)) quotes.Add($"{quote.Offer.Key} {quote.Rate} {quote.Offer.Accelerator}");
        Assert.Equal(
        [
            "vast/Quebec, CA/1x-RTX_4090-m11/bid $0.227292/h RTX4090",
            "vast/Oslo, NO/1x-RTX_4090-m12/bid $0.282292/h RTX4090",
            "vast/Quebec, CA/1x-RTX_4090-m11/on-demand $0.407292/h RTX4090",
            "vast/Oslo, NO/1x-RTX_4090-m12/on-demand $0.457292/h RTX4090",
            "vast/Quebec, CA/2x-A100_SXM4-m13/bid $0.997292/h A100-80GB",
            "vast/Quebec, CA/2x-A100_SXM4-m13/on-demand $1.607292/h A100-80GB",
        ],
        quotes);
        ground.Settings = ground.Settings with { Countries = ["NO"], TakesUnverified = true, Reliability = 0.5 };
        quotes.Clear();
        await foreach (var quote in ground.Open().QuotesAsync(ground.Scope, Cancellation)) quotes.Add(quote.Offer.InstanceType);
        Assert.Equal(["1x-RTX_4090-m12", "1x-RTX_4090-m12"], quotes);
    }
}
