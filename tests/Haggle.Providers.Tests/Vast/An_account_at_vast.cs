using Haggle.Conformance.Providers;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Tests.Rentals;

namespace Haggle.Providers.Tests.Vast;

public sealed class An_account_at_vast
{
    private static readonly OwnerId Mine = new("mine1234");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_looked_at_in_plain_words()
    {
        await using var ground = await VastGround.StartAsync();
        Assert.Equal(["ok key: somebody@example.org", "ok credit: $40.00", "ok offers: 3 machines suit the limits of the configuration, from $0.227292/h"], await FindingsAsync(ground));
        ground.Market.Credit = 0;
        ground.Settings = ground.Settings with { Countries = ["XX"] };
        Assert.Equal(
        [
            "ok key: somebody@example.org",
            "problem credit: $0.00: nothing can be rented -> add credit at cloud.vast.ai",
            "warning offers: no machine suits the limits of the configuration -> widen vast.reliability, vast.countries, vast.unverified or vast.data_centres",
        ],
        await FindingsAsync(ground));
        ground.Secret = "another";
        Assert.Equal(["problem key: auth_error: Invalid user key -> make a key at cloud.vast.ai/manage-keys, then 'vastai set api-key' or VAST_API_KEY"], await FindingsAsync(ground));
        Assert.Empty(ground.Market.Contracts);
    }

    [Fact]
    public async Task Everything_of_ours_is_found_with_what_it_costs_and_removed_when_told_to()
    {
        await using var ground = await VastGround.StartAsync();
        var cloud = ground.OpenCloud();
        await cloud.Provider.LaunchAsync(ground.Request(Mine, 0), Cancellation);
        await ground.OpenCloud("another").Provider.LaunchAsync(ground.Request(new OwnerId("other567"), 0, ground.Market.Hosts[2]), Cancellation);
        ground.Time.Pass(TimeSpan.FromMinutes(1));
        var found = await cloud.Sweep.FindAsync(Cancellation);
        Assert.Equal(["mine1234 mine1234-1-1-0 $9.775008: 1x-RTX_4090-m11, running", "other567 other567-1-1-0 $38.575008: 2x-A100_SXM4-m13, running"], found.Select(each => $"{each.Owner} {each.Token} {each.PerDay}: {each.About}"));
        foreach (var each in found) await cloud.Sweep.RemoveAsync(each, Cancellation);
        await cloud.Sweep.RemoveAsync(found[0], Cancellation);
        Assert.All(ground.Market.Contracts, each => Assert.NotNull(each.DestroyedAt));
        ground.Server.Throttle(100);
        await Assert.ThrowsAsync<ProviderException>(() => cloud.Sweep.FindAsync(Cancellation));
    }

    [Theory]
    [InlineData(Purchase.OnDemand)]
    [InlineData(Purchase.Bid)]
    public async Task Every_question_and_every_answer_here_is_as_the_vendor_describes_it(Purchase purchase)
    {
        var contract = OpenApiContract.Open("vastai", "openapi.yaml");
        contract.AlsoAnswered.UnionWith(["new_contract"]);
        await using var ground = await VastGround.StartAsync(purchase);
        await ProviderConformance.Laws["an ended machine is gone by the list's word, with its bill"](ground, Cancellation);
        await ground.OpenCloud().ExamineAsync(Cancellation);
        await ground.OpenCloud().Sweep.FindAsync(Cancellation);
        Assert.Equal(["DELETE instances", "GET charges", "GET instances", "GET users", "POST bundles", "PUT asks"], ground.Server.Said.Select(said => $"{said.Method} {said.Path.Split('/')[3]}").Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(ground.Server.Said.Where(said => said.Status != 429).SelectMany(contract.Faults).Distinct());
    }

    [Fact]
    public void A_question_of_another_kind_does_not_pass()
    {
        var contract = OpenApiContract.Open("vastai", "openapi.yaml");
        Assert.Equal(
        [
            "PUT /api/v0/asks/x/: id=x: no whole number", "PUT /api/v0/asks/x/: body.runtype=shell: no such word", "PUT /api/v0/asks/x/: body.price=0: less than 0.001", "PUT /api/v0/asks/x/: body.disk: wants number",
            "PUT /api/v0/asks/x/: body: there is no colour", "PUT /api/v0/asks/x/: body: image is missing", "PUT /api/v0/asks/x/: nobody says that it answers 299",
        ],
        contract.Faults(new Spoken("PUT", "/api/v0/asks/x/", "", """{"runtype":"shell","price":0,"disk":"8","colour":1}""", 299, "{}")));
        Assert.Equal(["GET /api/v9/asks: there is no such call"], contract.Faults(new Spoken("GET", "/api/v9/asks", "", "", 200, "{}")));
    }

    [Fact]
    public async Task What_a_machine_starts_with_holds_no_key_of_the_account()
    {
        await using var ground = await VastGround.StartAsync();
        await ground.Open().LaunchAsync(ground.Request(Mine, 0), Cancellation);
        var contract = ground.Market.Contracts.Single();
        Assert.Equal("haggle-mine1234-1-1-0", contract.Label);
        Assert.DoesNotContain(FakeCloudServer.Key, ground.Server.Said.Single(said => said.Method == "PUT").Body, StringComparison.Ordinal);
        Assert.Contains(Convert.ToBase64String("{\"key\":\"of the machine\"}"u8), contract.Script, StringComparison.Ordinal);
        Assert.Contains("-X DELETE -H \"Authorization: Bearer $CONTAINER_API_KEY\"", contract.Script, StringComparison.Ordinal);
        Assert.True(contract.Script.Length < 2000);
        var request = ground.Request(Mine, 1) with { AgentConfiguration = new byte[4000] };
        Assert.Contains("longer than vast takes along (4048 bytes)", Assert.IsType<LaunchOutcome.Refused>(await ground.Open().LaunchAsync(request, Cancellation)).Why, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> FindingsAsync(VastGround ground) =>
        (await ground.OpenCloud().ExamineAsync(Cancellation)).Select(each => $"{each.State} {each.Name}: {each.Found}{(each.WhatToDo.Length > 0 ? " -> " + each.WhatToDo : "")}");
}
