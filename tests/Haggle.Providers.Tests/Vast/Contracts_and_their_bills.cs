using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Tests.Vast;

public sealed class Contracts_and_their_bills
{
    private static readonly OwnerId Mine = new("mine1234");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_ledger_is_the_clouds_own_meter_disk_before_and_after_included(int seed)
    {
        var random = new Random(seed);
        for (var life = 0; life < 8; life++)
        {
            await using var ground = await VastGround.StartAsync(life % 2 == 0 ? Purchase.OnDemand : Purchase.Bid);
            ground.Market.Boot = TimeSpan.FromSeconds(random.Next(5, 900));
            var provider = ground.Open();
            var request = ground.Request(Mine, 0);
            var machine = Assert.IsType<LaunchOutcome.Launched>(await provider.LaunchAsync(request, Cancellation)).Machine;
            var contract = ground.Market.Contracts.Single();
            var watch = new List<MachineFact>();
            for (var left = random.Next(1, 20_000); left > 0;)
            {
                var step = Math.Min(left, random.Next(1, 3000));
                left -= step;
                ground.Time.Pass(TimeSpan.FromSeconds(step));

                // Sometimes by another process, with the same book.
                watch.AddRange(await ListAsync(random.Next(2) == 0 ? provider : ground.Open()));
            }

            if (life % 4 == 1 && contract.RunsAt <= ground.Market.Now)
            {
                ground.Market.Outbid(contract);
                ground.Time.Pass(TimeSpan.FromSeconds(random.Next(1, 600)));
                await ListAsync(provider);
            }

            await provider.TerminateAsync(machine, Cancellation);
            ground.Time.Pass(TimeSpan.FromMinutes(2));
            var gone = Assert.Single(await ListAsync(ground.Open()));
            Assert.Equal(MachineStatus.Gone, gone.Status);
            foreach (var earlier in watch) Assert.Equal(earlier.Rates, gone.Rates.Take(earlier.Rates.Length));
            AssertSame(ground, Owed(gone, request), gone.Rates.Length);
        }
    }

    [Fact]
    public async Task A_machine_that_is_outbid_is_reclaimed_and_its_disk_given_back_at_once()
    {
        await using var ground = await VastGround.StartAsync(Purchase.Bid);
        var provider = ground.Open();
        await provider.LaunchAsync(ground.Request(Mine, 0), Cancellation);
        ground.Time.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(MachineStatus.Running, Assert.Single(await ListAsync(provider)).Status);
        ground.Market.Outbid(ground.Market.Contracts.Single());
        ground.Time.Pass(TimeSpan.FromSeconds(20));
        Assert.True(Assert.Single(await ListAsync(provider)) is { Status: MachineStatus.Ending, Reclaimed: true });
        Assert.NotNull(ground.Market.Contracts.Single().DestroyedAt);
        ground.Time.Pass(TimeSpan.FromSeconds(20));
        Assert.True(Assert.Single(await ListAsync(provider)) is { Status: MachineStatus.Gone, Reclaimed: true, Rates.Length: 3 });
    }

    [Fact]
    public async Task A_host_that_fell_silent_is_given_back()
    {
        await using var ground = await VastGround.StartAsync();
        var provider = ground.Open();
        await provider.LaunchAsync(ground.Request(Mine, 0), Cancellation);
        ground.Time.Pass(TimeSpan.FromMinutes(5));
        await ListAsync(provider);
        ground.Market.FallSilent(ground.Market.Contracts.Single());
        await ListAsync(provider);
        ground.Time.Pass(TimeSpan.FromSeconds(20));
        Assert.True(Assert.Single(await ListAsync(provider)) is { Status: MachineStatus.Gone, Reclaimed: true });
    }

    [Fact]
    public async Task A_bill_that_says_nothing_yet_leaves_what_was_seen()
    {
        await using var ground = await VastGround.StartAsync();
        ground.Market.HasBill = false;
        var provider = ground.Open();
        var machine = Assert.IsType<LaunchOutcome.Launched>(await provider.LaunchAsync(ground.Request(Mine, 0), Cancellation)).Machine;
        ground.Time.Pass(TimeSpan.FromMinutes(1));
        var running = Assert.Single(await ListAsync(provider));
        await provider.TerminateAsync(machine, Cancellation);
        var ended = ground.Time.GetUtcNow();
        ground.Time.Pass(TimeSpan.FromMinutes(1));
        var gone = Assert.Single(await ListAsync(provider));
        Assert.Equal((running.BilledFrom, ended), (gone.BilledFrom, gone.BilledTo));
        Assert.Equal(ground.Market.Contracts.Single().MadeAt, gone.BilledFrom);
    }

    [Fact]
    public async Task A_machine_of_this_owner_that_the_book_does_not_know_is_listed_and_ended()
    {
        await using var ground = await VastGround.StartAsync();
        var machine = Assert.IsType<LaunchOutcome.Launched>(await ground.OpenCloud("lost").Provider.LaunchAsync(ground.Request(Mine, 0), Cancellation)).Machine;
        ground.Time.Pass(TimeSpan.FromMinutes(2));
        var other = ground.OpenCloud("new").Provider;
        Assert.True(Assert.Single(await ListAsync(other)) is { Status: MachineStatus.Running, InstanceType: "1x-RTX_4090-m11", Rates.Length: 2 });
        await other.TerminateAsync(machine, Cancellation);
        ground.Time.Pass(TimeSpan.FromMinutes(1));
        AssertSame(ground, Owed(Assert.Single(await ListAsync(other)), ground.Request(Mine, 0)), 2);
    }

    [Fact]
    public async Task Many_machines_come_over_many_pages_and_a_page_that_fails_is_no_short_list()
    {
        await using var ground = await VastGround.StartAsync();
        var provider = ground.Open();
        for (var rank = 0; rank < 7; rank++) await provider.LaunchAsync(ground.Request(Mine, rank), Cancellation);
        ground.Time.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(7, (await ListAsync(provider)).Count);
        ground.Server.Throttle(100);
        await Assert.ThrowsAsync<ProviderException>(() => ListAsync(provider));
    }

    private static Money Owed(MachineFact fact, LaunchRequest request) =>
        Meter.Owed(new MeterReading { From = fact.BilledFrom, To = fact.BilledTo, Rates = fact.Rates }, request.Quote.Offer, DateTimeOffset.MaxValue);

    // Rates are told in dollars with six decimals, and each stretch at one rate is rounded by itself.
    private static void AssertSame(VastGround ground, Money owed, int stretches)
    {
        var contract = ground.Market.Contracts.Single();
        var hours = (decimal)((contract.DestroyedAt ?? ground.Market.Now) - contract.MadeAt).TotalHours;
        Assert.InRange(owed.NanoUsd - (contract.Owed(ground.Market.Now) * 1_000_000_000), -(hours * 500) - stretches, (hours * 500) + stretches);
    }

    private static async Task<List<MachineFact>> ListAsync(IProvider provider)
    {
        var facts = new List<MachineFact>();
        await foreach (var fact in provider.MachinesAsync(Mine, Cancellation)) facts.Add(fact);
        return facts;
    }
}
