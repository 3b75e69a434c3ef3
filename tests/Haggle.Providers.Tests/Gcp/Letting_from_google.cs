using System.Text.Json.Nodes;
using Haggle.Conformance.Providers;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Gcp;
using Haggle.Providers.Tests.Rentals;

namespace Haggle.Providers.Tests.Gcp;

public sealed class Letting_from_google
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
                laws.Add(law, Purchase.Spot);
            }

            return laws;
        }
    }

    /// <summary>The call's status, or 0 for an operation that fails later; code; what comes of it; for how many minutes it makes no sense to ask again; a word of what the user is told.</summary>
    public static TheoryData<int, string, string, int, string> Table => new()
    {
        { 0, "ZONE_RESOURCE_POOL_EXHAUSTED", "next", 10, "has none left" },
        { 0, "ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS", "next", 10, "has none left" },
        { 0, "RESOURCE_POOL_EXHAUSTED", "next", 10, "has none left" },
        { 0, "STOCKOUT", "next", 10, "has none left" },
        { 0, "QUOTA_EXCEEDED", "next", 15, "haggle doctor gcp" },
        { 403, "quotaExceeded", "next", 15, "haggle doctor gcp" },
        { 403, "rateLimitExceeded", "next", 1, "asked too often" },
        { 403, "userRateLimitExceeded", "next", 1, "asked too often" },
        { 0, "INTERNAL_ERROR", "next", 5, "could not make it" },
        { 400, "backendError", "next", 5, "could not make it" },
        { 0, "UNSUPPORTED_OPERATION", "stop", 0, "not let there in this way" },
        { 0, "RESOURCE_NOT_FOUND", "stop", 0, "gcp.image" },
        { 404, "notFound", "stop", 0, "gcp.network" },
        { 400, "invalid", "stop", 0, "does not take the request" },
        { 400, "required", "stop", 0, "does not take the request" },
        { 403, "forbidden", "stop", 0, "Compute Instance Admin" },
        { 403, "insufficientPermissions", "stop", 0, "Compute Instance Admin" },
        { 401, "authError", "stop", 0, "gcloud auth application-default login" },
        { 403, "accessNotConfigured", "stop", 0, "gcloud services enable" },
        { 403, "billingNotEnabled", "stop", 0, "no billing account" },
        { 412, "conditionNotMet", "stop", 0, "rule of the organisation" },
        { 0, "CONDITION_NOT_MET", "stop", 0, "rule of the organisation" },
        { 0, "SOMETHING_NEW", "stop", 0, "said by the fake" },
    };

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task The_provider_keeps_the_law(string law, Purchase purchase)
    {
        await using var ground = await GcpGround.StartAsync(purchase);
        await ProviderConformance.Laws[law](ground, Cancellation);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task And_where_the_list_lags_and_calls_are_throttled(string law, Purchase purchase)
    {
        await using var ground = await GcpGround.StartAsync(purchase);
        ground.Cloud.ListLag = TimeSpan.FromSeconds(45);
        ground.Server.Throttle(4);
        await ProviderConformance.Laws[law](ground, Cancellation);
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Each_refusal_means_go_on_elsewhere_or_stop_with_what_to_do(int status, string code, string outcome, int minutes, string says)
    {
        await using var ground = await GcpGround.StartAsync();
        ground.Cloud.Refusing["us-central1-a"] = (status, code);
        var (what, coolFor, why) = GcpGround.Told(await ground.Open().LaunchAsync(ground.Request(Mine, 0), Cancellation));
        Assert.Equal((outcome, minutes), (what, coolFor));
        Assert.Contains(says, why, StringComparison.Ordinal);
        Assert.Contains(code, why, StringComparison.Ordinal);
        Assert.Empty(ground.Cloud.Instances);
    }

    [Fact]
    public void Every_code_that_has_a_meaning_is_in_the_table() => Assert.Empty(GcpErrors.Known.Except(Table.Select(row => row.Data.Item2)));

    [Theory]
    [InlineData("n1-standard-8+nvidia-tesla-t4", "n1-standard-8", "nvidia-tesla-t4", 1)]
    [InlineData("n1-standard-16+2xnvidia-tesla-t4", "n1-standard-16", "nvidia-tesla-t4", 2)]
    [InlineData("a2-highgpu-1g", "a2-highgpu-1g", "", 0)]
    public void A_size_says_what_is_attached(string text, string machine, string card, int count)
    {
        Assert.Equal((machine, card, count), (GcpType.Read(text).Machine, GcpType.Read(text).Card, GcpType.Read(text).Count));
        Assert.Equal(text, GcpType.Read(text).ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_machine_whose_answer_was_lost_is_made_once(int lost)
    {
        await using var ground = await GcpGround.StartAsync(Purchase.Spot);
        ground.Server.Lose("POST /compute/v1/projects/the-project/zones", lost);
        Assert.IsType<LaunchOutcome.Launched>(await ground.Open().LaunchAsync(ground.Request(Mine, 0), Cancellation));
        Assert.Single(ground.Cloud.Instances);
    }

    [Fact]
    public async Task Two_servers_with_one_token_have_one_machine()
    {
        await using var ground = await GcpGround.StartAsync();
        var request = ground.Request(Mine, 0);
        var machines = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => ground.OpenCloud($"book-{i}").Provider.LaunchAsync(request, Cancellation)));
        Assert.All(machines, machine => Assert.Equal("us-central1-a/haggle-mine1234-1-1-0", Assert.IsType<LaunchOutcome.Launched>(machine).Machine.Value));
        Assert.Single(ground.Cloud.Instances);
    }

    [Fact]
    public async Task Accelerators_are_attached_or_bundled_and_offered_where_a_zone_has_both()
    {
        await using var ground = await GcpGround.StartAsync();
        var quotes = new List<string>();
        await foreach (var quote in ground.Open().QuotesAsync(ground.Scope, Cancellation)) quotes.Add($"{quote.Offer.Key} {quote.Rate}");
        Assert.Equal(
        [
            "gcp/us-central1:us-central1-a/n1-standard-8+nvidia-tesla-t4/spot $0.19/h", "gcp/us-central1:us-central1-b/n1-standard-8+nvidia-tesla-t4/spot $0.19/h",
            "gcp/us-central1:us-central1-a/n1-standard-8+nvidia-tesla-t4/on-demand $0.73/h", "gcp/us-central1:us-central1-b/n1-standard-8+nvidia-tesla-t4/on-demand $0.73/h",
            "gcp/europe-west4:europe-west4-a/g2-standard-4/on-demand $0.78/h", "gcp/us-central1:us-central1-a/a2-highgpu-1g/spot $1.10/h",
            "gcp/us-central1:us-central1-a/n1-standard-16+2xnvidia-tesla-t4/on-demand $1.46/h", "gcp/us-central1:us-central1-a/a2-highgpu-1g/on-demand $3.67/h",
        ],
        quotes);
        foreach (var (rank, type) in new[] { (0, "n1-standard-16+2xnvidia-tesla-t4"), (1, "a2-highgpu-1g") })
            Assert.IsType<LaunchOutcome.Launched>(await ground.Open().LaunchAsync(ground.Request(Mine, rank, "us-central1-a", type), Cancellation));
        Assert.Equal(["2", ""], ground.Cloud.Instances.Select(each => each.Wish["guestAccelerators"]?[0]!["acceleratorCount"]!.ToJsonString() ?? ""));
        ground.Time.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal([2, 1], (await GcpGround.ListAsync(ground.Open(), Mine, Cancellation)).Select(fact => fact.AcceleratorCount));
    }

    [Fact]
    public async Task A_spot_machine_is_asked_for_with_all_that_keeps_it_safe_and_lets_it_end()
    {
        await using var ground = await GcpGround.StartAsync(Purchase.Spot);
        await ground.Open().LaunchAsync(ground.Request(Mine, 0), Cancellation);
        var wish = ground.Cloud.Instances.Single().Wish;
        Assert.Equal("""{"onHostMaintenance":"TERMINATE","automaticRestart":false,"provisioningModel":"SPOT","instanceTerminationAction":"DELETE"}""", wish["scheduling"]!.ToJsonString());
        Assert.True(wish["disks"]![0]!["autoDelete"]!.GetValue<bool>());
        Assert.Null(wish["serviceAccounts"]);
        var items = wish["metadata"]!["items"]!.AsArray().ToDictionary(each => each!["key"]!.GetValue<string>(), each => each!["value"]!.GetValue<string>());
        Assert.Equal("TRUE", items["block-project-ssh-keys"]);
        Assert.StartsWith("haggle:ssh-ed25519 ", items["ssh-keys"], StringComparison.Ordinal);
        Assert.Contains("HAGGLE_GCE_METADATA=http://metadata.google.internal/ /opt/haggle/haggle-agent run", items["startup-script"], StringComparison.Ordinal);
        Assert.Contains("/sbin/shutdown -h now", items["startup-script"], StringComparison.Ordinal);
        Assert.DoesNotContain(FakeCloudServer.Key, wish.ToJsonString(), StringComparison.Ordinal);
        Assert.EndsWith(" 203.0.113.7/32", Assert.Single(ground.Cloud.Firewalls), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preempted_machine_is_reclaimed_and_one_that_shut_itself_down_is_not_and_is_deleted()
    {
        await using var ground = await GcpGround.StartAsync(Purchase.Spot);
        var provider = ground.Open();
        foreach (var rank in new[] { 0, 1 }) await provider.LaunchAsync(ground.Request(Mine, rank), Cancellation);
        ground.Time.Pass(TimeSpan.FromMinutes(5));
        await GcpGround.ListAsync(provider, Mine, Cancellation);
        ground.Cloud.Preempt(ground.Cloud.Instances[0]);
        ground.Cloud.ShutDown(ground.Cloud.Instances[1]);
        var ending = await GcpGround.ListAsync(provider, Mine, Cancellation);
        Assert.Equal([(MachineStatus.Ending, true), (MachineStatus.Ending, false)], ending.Select(fact => (fact.Status, fact.Reclaimed)));
        Assert.NotNull(ground.Cloud.Instances[1].EndedAt);
        ground.Time.Pass(TimeSpan.FromMinutes(1));
        var gone = await GcpGround.ListAsync(ground.Open(), Mine, Cancellation);
        Assert.Equal([(MachineStatus.Gone, true), (MachineStatus.Gone, false)], gone.Select(fact => (fact.Status, fact.Reclaimed)));
    }

    [Fact]
    public async Task A_machine_that_was_preempted_unseen_is_reclaimed()
    {
        await using var ground = await GcpGround.StartAsync(Purchase.Spot);
        var provider = ground.Open();
        await provider.LaunchAsync(ground.Request(Mine, 0), Cancellation);
        ground.Time.Pass(TimeSpan.FromMinutes(5));
        await GcpGround.ListAsync(provider, Mine, Cancellation);
        ground.Cloud.Preempt(ground.Cloud.Instances[0]);
        var at = ground.Cloud.Now;
        ground.Time.Pass(TimeSpan.FromMinutes(5));
        Assert.True(Assert.Single(await GcpGround.ListAsync(provider, Mine, Cancellation)) is { Status: MachineStatus.Gone, Reclaimed: true } gone && gone.BilledTo == at);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_ledger_is_the_clouds_own_meter(int seed)
    {
        var random = new Random(seed);
        for (var life = 0; life < 6; life++)
        {
            await using var ground = await GcpGround.StartAsync(life % 2 == 0 ? Purchase.OnDemand : Purchase.Spot);
            var provider = ground.Open();
            var request = ground.Request(Mine, 0);
            var machine = Assert.IsType<LaunchOutcome.Launched>(await provider.LaunchAsync(request, Cancellation)).Machine;
            for (var left = random.Next(30, 9000); left > 0;)
            {
                var step = Math.Min(left, random.Next(1, 3000));
                left -= step;
                ground.Time.Pass(TimeSpan.FromSeconds(step));
                await GcpGround.ListAsync(random.Next(2) == 0 ? provider : ground.Open(), Mine, Cancellation);
            }

            if (life == 1) ground.Cloud.Preempt(ground.Cloud.Instances.Single());
            else await provider.TerminateAsync(machine, Cancellation);
            ground.Time.Pass(TimeSpan.FromMinutes(1));
            var gone = Assert.Single(await GcpGround.ListAsync(ground.Open(), Mine, Cancellation));
            var rate = ground.Bought == Purchase.Spot ? GcpGround.T4Spot : GcpGround.T4Hour;
            Assert.InRange(GcpGround.Owed(gone, request).NanoUsd - (ground.Cloud.Owed(ground.Cloud.Instances.Single(), rate) * 1_000_000_000), -1, 1);
        }
    }

    [Theory]
    [InlineData(Purchase.OnDemand)]
    [InlineData(Purchase.Spot)]
    public async Task Every_question_and_every_answer_here_is_as_the_vendor_describes_it(Purchase purchase)
    {
        using var contract = DiscoveryContract.Open();
        await using var ground = await GcpGround.StartAsync(purchase);
        await ProviderConformance.Laws["an ended machine is gone by the list's word, with its bill"](ground, Cancellation);
        await ground.OpenCloud().ExamineAsync(Cancellation);
        Assert.Empty(ground.Server.Said.SelectMany(contract.Faults).Distinct());
        var asked = ground.Server.Said.First(each => each.Method == "POST" && each.Path.EndsWith("/instances", StringComparison.Ordinal));
        Assert.Equal(3, contract.Faults(asked with { Query = "?colour=1", Body = """{"name":1,"scheduling":{"provisioningModel":"CHEAP"}}""" }).Count());
    }

    [Fact]
    public async Task The_project_is_looked_at_in_plain_words()
    {
        await using var ground = await GcpGround.StartAsync();
        ground.Settings = ground.Settings with { Regions = ["us-central1", "moon-1"] };
        Assert.Equal(
        [
            "ok project: the-project",
            "ok accelerators together, all regions: 8 at once, 1 in use",
            "ok T4 on demand, us-central1: 4 at once, 1 in use",
            "warning quotas, us-central1: none of T4 spot, A100 on demand -> ask for them at console.cloud.google.com/iam-admin/quotas?project=the-project; Google answers within minutes to two days",
            "problem moon-1: there is no such region -> correct gcp.regions in the configuration",
        ],
        await GcpGround.FindingsAsync(ground.OpenCloud(), Cancellation));
        ground.Secret = "another";
        Assert.Equal("problem project: authError: said by the fake -> the credential is not taken; run 'gcloud auth application-default login'", Assert.Single(await GcpGround.FindingsAsync(ground.OpenCloud(), Cancellation)));
    }

    [Fact]
    public async Task Everything_of_ours_is_found_and_nothing_else()
    {
        await using var ground = await GcpGround.StartAsync();
        var cloud = ground.OpenCloud();
        await cloud.Provider.LaunchAsync(ground.Request(Mine, 0), Cancellation);
        ground.Time.Pass(TimeSpan.FromMinutes(2));
        ground.Cloud.Instances.Add(new FakeGcp.Instance { Zone = "us-central1-a", Wish = new JsonObject { ["name"] = "somebodys", ["machineType"] = "zones/x/machineTypes/e2", ["labels"] = new JsonObject(), ["scheduling"] = new JsonObject() }, MadeAt = ground.Cloud.Now - TimeSpan.FromHours(1), RunsAt = ground.Cloud.Now });
        var found = Assert.Single(await cloud.Sweep.FindAsync(Cancellation));
        Assert.Equal("mine1234 mine1234-1-1-0 $17.52: n1-standard-8+nvidia-tesla-t4, us-central1-a, running", $"{found.Owner} {found.Token} {found.PerDay}: {found.About}");
        await cloud.Sweep.RemoveAsync(found, Cancellation);
        Assert.Equal([true, false], ground.Cloud.Instances.Select(each => each.EndedAt is not null));
    }
}
