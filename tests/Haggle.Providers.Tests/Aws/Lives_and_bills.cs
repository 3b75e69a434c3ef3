using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Tests.Aws;

public sealed class Lives_and_bills
{
    private static readonly OwnerId Mine = new("mine1234");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(7, 60)] // A minute is the least.
    [InlineData(60, 60)]
    [InlineData(61, 61)]
    [InlineData(5400, 5400)]
    public async Task On_demand_is_billed_by_the_second_with_a_minute_at_least(int seconds, int billed)
    {
        await using var ground = await AwsGround.StartAsync();
        ground.Cloud.Boot = TimeSpan.FromSeconds(1);
        ground.Cloud.ListLag = TimeSpan.Zero;
        var (fact, owed) = await LiveAsync(ground, ground.Request(Mine, 0), TimeSpan.FromSeconds(seconds), interrupt: false);
        Assert.Equal(TimeSpan.FromSeconds(seconds), fact.BilledTo - fact.BilledFrom);
        Assert.Equal(HourlyRate.FromUsd(3.06m) * TimeSpan.FromSeconds(billed), owed);
        AssertSame(ground, owed);
    }

    [Theory]
    [InlineData(20 * 60, true, true)] // AWS took it within its first hour: nothing is owed.
    [InlineData(20 * 60, false, false)]
    [InlineData(3599, true, true)]
    [InlineData(3600, true, false)]
    [InlineData(7000, true, false)]
    public async Task Spot_is_free_when_aws_takes_it_in_its_first_hour(int seconds, bool interrupted, bool free)
    {
        await using var ground = await AwsGround.StartAsync(Purchase.Spot);
        var (fact, owed) = await LiveAsync(ground, ground.Request(Mine, 0), TimeSpan.FromSeconds(seconds), interrupted);
        Assert.Equal(interrupted, fact.Reclaimed);
        Assert.Equal(free, owed == Money.Zero);
        AssertSame(ground, owed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_ledger_is_the_clouds_own_meter_whatever_the_market_does(int seed)
    {
        var random = new Random(seed);
        for (var life = 0; life < 12; life++)
        {
            await using var ground = await AwsGround.StartAsync(life % 3 == 0 ? Purchase.OnDemand : Purchase.Spot);
            var provider = ground.OpenAws();
            var request = ground.Request(Mine, 0);
            var machine = Assert.IsType<LaunchOutcome.Launched>(await provider.LaunchAsync(request, Cancellation)).Machine;
            var watch = new List<MachineFact>();
            for (var left = random.Next(1, 40_000); left > 0;)
            {
                var step = Math.Min(left, random.Next(1, 5000));
                left -= step;
                ground.Time.Pass(TimeSpan.FromSeconds(step));
                if (random.Next(3) == 0) ground.Cloud.Price("us-east-1a", "p3.2xlarge", 0.5m + (random.Next(2_000_000) / 1_000_000m));

                // Sometimes by another process, that has seen nothing of it so far.
                watch.AddRange(await ListAsync(random.Next(2) == 0 ? provider : ground.OpenAws()));
            }

            if (random.Next(2) == 0) ground.Cloud.Interrupt(machine.Value.Split('/')[1], TimeSpan.Zero);
            await provider.TerminateAsync(machine, Cancellation);
            ground.Time.Pass(TimeSpan.FromMinutes(2));
            var gone = Assert.Single(await ListAsync(ground.OpenAws()));
            Assert.Equal(MachineStatus.Gone, gone.Status);
            foreach (var earlier in watch) Assert.Equal(earlier.Rates, gone.Rates.Take(earlier.Rates.Length));
            AssertSame(ground, Owed(gone, request), gone.Rates.Length);
        }
    }

    [Fact]
    public async Task A_market_that_rises_above_the_cap_takes_the_machine()
    {
        await using var ground = await AwsGround.StartAsync(Purchase.Spot);
        var provider = ground.OpenAws();
        await provider.LaunchAsync(ground.Request(Mine, 0), Cancellation);
        ground.Time.Pass(TimeSpan.FromMinutes(5));
        ground.Cloud.Price("us-east-1a", "p3.2xlarge", 3.05m);
        ground.Time.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(MachineStatus.Running, Assert.Single(await ListAsync(provider)).Status);
        ground.Cloud.Price("us-east-1a", "p3.2xlarge", 3.07m);
        ground.Time.Pass(TimeSpan.FromMinutes(2));
        Assert.True(Assert.Single(await ListAsync(provider)) is { Status: MachineStatus.Ending, Reclaimed: true });
        ground.Time.Pass(TimeSpan.FromMinutes(1));
        Assert.True(Assert.Single(await ListAsync(provider)) is { Status: MachineStatus.Gone, Reclaimed: true });
    }

    [Theory]
    [InlineData("Linux/UNIX", 2)]
    [InlineData("Linux/UNIX (Amazon VPC)", 2)] // As moto has it, and EC2 had it.
    [InlineData("Windows", 0)]
    [InlineData("SUSE Linux", 0)]
    public async Task Spot_prices_of_another_system_are_no_offers(string product, int offers)
    {
        await using var ground = await AwsGround.StartAsync(Purchase.Spot);
        ground.Cloud.Product = product;
        var quoted = 0;
        await foreach (var quote in ground.OpenAws().QuotesAsync(ground.Scope, Cancellation))
            if (quote.Offer is { Purchase: Purchase.Spot, InstanceType: "p3.2xlarge" }) quoted++;
        Assert.Equal(offers, quoted);
    }

    [Fact]
    public async Task An_older_copy_of_the_list_takes_nothing_back()
    {
        await using var ground = await AwsGround.StartAsync();
        ground.Cloud.Stale = TimeSpan.FromSeconds(30);
        var provider = ground.OpenAws();
        var machines = new List<MachineId>();
        foreach (var rank in new[] { 0, 1 }) machines.Add(Assert.IsType<LaunchOutcome.Launched>(await provider.LaunchAsync(ground.Request(Mine, rank), Cancellation)).Machine);
        var seen = new Dictionary<MachineId, MachineStatus>();
        for (var i = 0; i < 60; i++)
        {
            ground.Time.Pass(TimeSpan.FromSeconds(3));
            if (i == 25) foreach (var machine in machines) await provider.TerminateAsync(machine, Cancellation);
            foreach (var fact in await ListAsync(provider))
            {
                Assert.True(!seen.TryGetValue(fact.Machine, out var before) || before <= fact.Status);
                seen[fact.Machine] = fact.Status;
            }
        }

        Assert.Equal([MachineStatus.Gone, MachineStatus.Gone], seen.Values);
    }

    [Fact]
    public async Task Machines_of_every_region_are_listed_and_one_region_that_fails_is_no_empty_list()
    {
        await using var ground = await AwsGround.StartAsync();
        var provider = ground.OpenAws();
        await provider.LaunchAsync(ground.Request(Mine, 0), Cancellation);
        await provider.LaunchAsync(ground.Request(Mine, 1, "eu-west-1", "eu-west-1a", "g4dn.xlarge"), Cancellation);
        await provider.LaunchAsync(ground.Request(Mine, 2, "us-east-1", "us-east-1b", "g4dn.xlarge"), Cancellation);
        ground.Time.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(["T4", "T4", "V100"], (await ListAsync(provider)).Select(fact => fact.InstanceType[0] == 'g' ? "T4" : "V100").Order(StringComparer.Ordinal));
        ground.Server.Throttle(100);
        await Assert.ThrowsAsync<ProviderException>(() => ListAsync(provider));
    }

    [Fact]
    public async Task A_hundred_machines_come_over_many_pages()
    {
        await using var ground = await AwsGround.StartAsync();
        var provider = ground.OpenAws();
        for (var rank = 0; rank < 25; rank++) await provider.LaunchAsync(ground.Request(Mine, rank), Cancellation);
        ground.Time.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(25, (await ListAsync(provider)).Count);
    }

    private static async Task<(MachineFact Fact, Money Owed)> LiveAsync(AwsGround ground, LaunchRequest request, TimeSpan life, bool interrupt)
    {
        var provider = ground.OpenAws();
        var machine = Assert.IsType<LaunchOutcome.Launched>(await provider.LaunchAsync(request, Cancellation)).Machine;
        var began = ground.Cloud.Instances.Single().LaunchedAt;
        ground.Time.Pass(began + life - ground.Time.GetUtcNow());
        if (interrupt) ground.Cloud.Interrupt(machine.Value.Split('/')[1], TimeSpan.Zero);
        else await provider.TerminateAsync(machine, Cancellation);
        ground.Cloud.Settle();
        ground.Time.Pass(TimeSpan.FromMinutes(3));
        var fact = Assert.Single(await ListAsync(ground.OpenAws()));
        Assert.Equal(MachineStatus.Gone, fact.Status);
        return (fact, Owed(fact, request));
    }

    private static Money Owed(MachineFact fact, LaunchRequest request) =>
        Meter.Owed(new MeterReading { From = fact.BilledFrom, To = fact.BilledTo, Rates = fact.Rates }, request.Quote.Offer, DateTimeOffset.MaxValue);

    // Each stretch at one rate is rounded by itself, so that there may be a nano-dollar for each.
    private static void AssertSame(AwsGround ground, Money owed, int stretches = 1) =>
        Assert.InRange(owed.NanoUsd - (ground.Cloud.Owed(ground.Cloud.Instances.Single()) * 1_000_000_000), -stretches, stretches);

    private static async Task<List<MachineFact>> ListAsync(IProvider provider)
    {
        var facts = new List<MachineFact>();
        await foreach (var fact in provider.MachinesAsync(Mine, Cancellation)) facts.Add(fact);
        return facts;
    }
}
