using Haggle.Conformance.Providers;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Tests.Rentals;

namespace Haggle.Providers.Tests.RunPod;

public sealed class Renting_at_runpod
{
    private static readonly OwnerId Mine = new("mine1234");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, Purchase> Laws
    {
        get
        {
            var laws = new TheoryData<string, Purchase>();
            foreach (var law in ProviderConformance.Laws.Keys)
            {
                laws.Add(law, Purchase.OnDemand);
                laws.Add(law, Purchase.Bid);
            }

            return laws;
        }
    }

    /// <summary>How it is bought; REST's status and GraphQL's code; what comes of it; for how many minutes it makes no sense to ask again; a word of what the user is told.</summary>
    public static TheoryData<Purchase, int, string, string, int, string> Table => new()
    {
        { Purchase.OnDemand, 400, "", "next", 10, "left" },
        { Purchase.OnDemand, 402, "", "stop", 0, "no credit left" },
        { Purchase.OnDemand, 401, "", "stop", 0, "does not take the key" },
        { Purchase.OnDemand, 403, "", "stop", 0, "all rights" },
        { Purchase.OnDemand, 422, "", "stop", 0, "does not take the request" },
        { Purchase.Bid, 0, "SUPPLY_CONSTRAINT", "next", 10, "left" },
        { Purchase.Bid, 0, "INTERNAL_SERVER_ERROR", "next", 5, "could not make" },
        { Purchase.Bid, 0, "BID_TOO_LOW", "price", 0, "below what is asked" },
        { Purchase.Bid, 0, "INSUFFICIENT_FUNDS", "stop", 0, "no credit left" },
        { Purchase.Bid, 0, "UNAUTHENTICATED", "stop", 0, "does not take the key" },
        { Purchase.Bid, 0, "FORBIDDEN", "stop", 0, "all rights" },
        { Purchase.Bid, 0, "BAD_USER_INPUT", "stop", 0, "does not take the request" },
    };

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task The_provider_keeps_the_law(string law, Purchase purchase)
    {
        await using var ground = await RunPodGround.StartAsync(purchase);
        await ProviderConformance.Laws[law](ground, Cancellation);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task And_where_the_list_lags_and_calls_are_throttled(string law, Purchase purchase)
    {
        await using var ground = await RunPodGround.StartAsync(purchase);
        ground.Cloud.ListLag = TimeSpan.FromSeconds(45);
        ground.Server.Throttle(4);
        await ProviderConformance.Laws[law](ground, Cancellation);
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Each_refusal_means_go_on_elsewhere_or_stop_with_what_to_do(Purchase purchase, int status, string code, string outcome, int minutes, string says)
    {
        await using var ground = await RunPodGround.StartAsync(purchase);
        ground.Cloud.Refusing[ground.Cloud.Cards[0].Id] = (status, code);
        var (what, coolFor, why) = RunPodGround.Told(await ground.Open().LaunchAsync(ground.Request(Mine, 0), Cancellation));
        Assert.Equal((outcome, minutes), (what, coolFor));
        Assert.Contains(says, why, StringComparison.Ordinal);
        Assert.Contains(code, why, StringComparison.Ordinal);
        Assert.Contains("said by the fake", why, StringComparison.Ordinal);
        Assert.Empty(ground.Cloud.Pods);
    }

    [Theory]
    [InlineData(Purchase.OnDemand, "POST /v2/pods")]
    [InlineData(Purchase.Bid, "POST /graphql")]
    public async Task A_pod_whose_answer_was_lost_is_found_by_its_name(Purchase purchase, string lost)
    {
        await using var ground = await RunPodGround.StartAsync(purchase);
        ground.Cloud.ListLag = TimeSpan.FromSeconds(30);
        var provider = ground.Open();
        ground.Server.After("POST /graphql", () => ground.Server.Lose(lost, 1));
        Assert.IsType<LaunchOutcome.Launched>(await provider.LaunchAsync(ground.Request(Mine, 0), Cancellation));
        Assert.Single(ground.Cloud.Pods);
    }

    [Fact]
    public async Task Spot_is_bid_for_each_card_and_what_is_not_spot_is_given_back()
    {
        await using var ground = await RunPodGround.StartAsync(Purchase.Bid);
        Assert.IsType<LaunchOutcome.Launched>(await ground.Open().LaunchAsync(ground.Request(Mine, 0, 0, 2), Cancellation));
        Assert.Equal((0.22m, 0.44m), (ground.Cloud.Pods.Single().BidPerCard, ground.Cloud.Pods.Single().PerHour));
        ground.Cloud.MakesAnother = true;
        Assert.Contains("an on-demand machine", Assert.IsType<LaunchOutcome.PriceMoved>(await ground.Open().LaunchAsync(ground.Request(Mine, 1), Cancellation)).Why, StringComparison.Ordinal);
        Assert.NotNull(ground.Cloud.Pods[1].EndedAt);
    }

    [Fact]
    public async Task A_spot_pod_that_is_stopped_is_reclaimed_and_given_back()
    {
        await using var ground = await RunPodGround.StartAsync(Purchase.Bid);
        var provider = ground.Open();
        await provider.LaunchAsync(ground.Request(Mine, 0), Cancellation);
        ground.Time.Pass(TimeSpan.FromMinutes(5));
        await RunPodGround.ListAsync(provider, Mine, Cancellation);
        ground.Cloud.Pods.Single().StoppedAt = ground.Cloud.Now;
        Assert.True(Assert.Single(await RunPodGround.ListAsync(provider, Mine, Cancellation)) is { Status: MachineStatus.Ending, Reclaimed: true });
        Assert.NotNull(ground.Cloud.Pods.Single().EndedAt);
        ground.Time.Pass(TimeSpan.FromMinutes(1));
        Assert.True(Assert.Single(await RunPodGround.ListAsync(provider, Mine, Cancellation)) is { Status: MachineStatus.Gone, Reclaimed: true });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_ledger_is_the_clouds_own_meter(int seed)
    {
        var random = new Random(seed);
        for (var life = 0; life < 6; life++)
        {
            await using var ground = await RunPodGround.StartAsync(life % 2 == 0 ? Purchase.OnDemand : Purchase.Bid);
            ground.Cloud.Boot = TimeSpan.FromSeconds(random.Next(5, 300));
            var provider = ground.Open();
            var request = ground.Request(Mine, 0);
            var machine = Assert.IsType<LaunchOutcome.Launched>(await provider.LaunchAsync(request, Cancellation)).Machine;
            for (var left = random.Next(400, 20_000); left > 0;)
            {
                var step = Math.Min(left, random.Next(1, 3000));
                left -= step;
                ground.Time.Pass(TimeSpan.FromSeconds(step));
                await RunPodGround.ListAsync(random.Next(2) == 0 ? provider : ground.Open(), Mine, Cancellation);
            }

            await provider.TerminateAsync(machine, Cancellation);
            var pod = ground.Cloud.Pods.Single();
            var owed = ground.Cloud.Owed(pod) * 1_000_000_000;
            ground.Time.Pass(TimeSpan.FromMinutes(1));
            var gone = Assert.Single(await RunPodGround.ListAsync(ground.Open(), Mine, Cancellation));
            Assert.Equal((MachineStatus.Gone, pod.RunsAt), (gone.Status, gone.BilledFrom));

            // The rate is told in dollars with six decimals; RunPod does not tell when it ended, so that the second of our call counts.
            var hours = (decimal)(pod.EndedAt!.Value - pod.RunsAt).TotalHours;
            Assert.InRange(RunPodGround.Owed(gone, request).NanoUsd - owed, -(hours * 500) - 300_000, (hours * 500) + 300_000);
        }
    }

    [Fact]
    public async Task Every_question_and_every_answer_of_REST_is_as_the_vendor_describes_it()
    {
        var contract = OpenApiContract.Open("runpod", "openapi-v2.json");
        await using var ground = await RunPodGround.StartAsync();
        ground.Settings = ground.Settings with { DataCentres = ["EU-RO-1"] };
        var request = ground.Request(Mine, 0);
        var offer = request.Quote.Offer with { Key = new OfferKey("runpod/EU-RO-1/1x-RTX-4090-secure/on-demand"), Region = "EU-RO-1" };
        var provider = ground.Open();
        var machine = Assert.IsType<LaunchOutcome.Launched>(await provider.LaunchAsync(request with { Quote = request.Quote with { Offer = offer } }, Cancellation)).Machine;
        ground.Time.Pass(TimeSpan.FromMinutes(1));
        await RunPodGround.ListAsync(provider, Mine, Cancellation);
        await provider.TerminateAsync(machine, Cancellation);
        var said = ground.Server.Said.Where(each => each.Path.StartsWith("/v2/", StringComparison.Ordinal)).ToArray();
        Assert.Equal(["DELETE 204", "GET 200", "POST 201"], said.Select(each => $"{each.Method} {each.Status}").Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(said.SelectMany(contract.Faults).Distinct());
        Assert.NotEmpty(contract.Faults(said.Single(each => each.Method == "POST") with { Body = """{"name":"a","image":"b","gpu":{"id":"c","count":0},"interruptible":true}""" }));
    }

    [Fact]
    public async Task What_a_pod_starts_with_holds_no_key_of_the_account()
    {
        await using var ground = await RunPodGround.StartAsync();
        await ground.Open().LaunchAsync(ground.Request(Mine, 0), Cancellation);
        var pod = ground.Cloud.Pods.Single();
        var words = pod.Arguments.Split(' ');
        var script = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(words[3]));
        Assert.EndsWith("| base64 -d >/start-haggle && sh /start-haggle; exec /start.sh'", pod.Arguments, StringComparison.Ordinal);
        Assert.Contains("""-d "{\"query\":\"mutation{podTerminate(input:{podId:\\\"$RUNPOD_POD_ID\\\"})}\"}" """, script, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeCloudServer.Key, script + pod.Environment.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGtleQ someone", pod.Environment["PUBLIC_KEY"]!.GetValue<string>());
        using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/bin/sh", "-n") { RedirectStandardInput = true, RedirectStandardError = true })!;
        await shell.StandardInput.WriteAsync(script);
        shell.StandardInput.Close();
        Assert.Equal("", await shell.StandardError.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task The_account_is_looked_at_in_plain_words()
    {
        await using var ground = await RunPodGround.StartAsync();
        Assert.Equal(["ok key: somebody@example.org", "ok credit: $25.00, of which $0.00 go in an hour now", "ok offers: 8 offers in stock, from $0.225556/h"], await RunPodGround.FindingsAsync(ground.OpenCloud(), Cancellation));
        ground.Cloud.Credit = 0;
        Assert.Contains("problem credit: $0.00, of which $0.00 go in an hour now: nothing can be rented -> add credit at runpod.io", await RunPodGround.FindingsAsync(ground.OpenCloud(), Cancellation));
        ground.Secret = "another";
        Assert.StartsWith("problem key: said by the fake -> make a key with all rights", Assert.Single(await RunPodGround.FindingsAsync(ground.OpenCloud(), Cancellation)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_of_ours_is_found_and_nothing_else()
    {
        await using var ground = await RunPodGround.StartAsync();
        var cloud = ground.OpenCloud();
        await cloud.Provider.LaunchAsync(ground.Request(Mine, 0), Cancellation);
        ground.Time.Pass(TimeSpan.FromMinutes(2));
        var found = Assert.Single(await cloud.Sweep.FindAsync(Cancellation));
        Assert.Equal("mine1234 mine1234-1-1-0 $16.693344: 1x-RTX-4090-secure, EU-RO-1, running", $"{found.Owner} {found.Token} {found.PerDay}: {found.About}");
        await cloud.Sweep.RemoveAsync(found, Cancellation);
        await cloud.Sweep.RemoveAsync(found, Cancellation);
        ground.Time.Pass(TimeSpan.FromMinutes(2));
        Assert.Empty(await cloud.Sweep.FindAsync(Cancellation));
    }
}
