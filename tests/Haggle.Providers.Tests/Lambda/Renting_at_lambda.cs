using Haggle.Conformance.Providers;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Providers.Lambda;

namespace Haggle.Providers.Tests.Lambda;

public sealed class Renting_at_lambda
{
    private static readonly OwnerId Mine = new("mine1234");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Laws => [.. ProviderConformance.Laws.Keys];

    /// <summary>Status and code; what comes of it; for how many minutes it makes no sense to ask again; a word of what the user is told.</summary>
    public static TheoryData<int, string, string, int, string> Table => new()
    {
        { 400, "instance-operations/launch/insufficient-capacity", "next", 10, "has none left" },
        { 400, "global/quota-exceeded", "next", 15, "no further machine" },
        { 400, "provider/internal-unknown", "next", 5, "could not make it" },
        { 400, "provider/internal-unavailable", "next", 5, "could not make it" },
        { 400, "global/internal-error", "next", 5, "could not make it" },
        { 401, "global/invalid-api-key", "stop", 0, "haggle doctor lambda" },
        { 403, "global/account-inactive", "stop", 0, "not active" },
        { 403, "global/forbidden", "stop", 0, "may not do this" },
        { 400, "global/invalid-address", "stop", 0, "billing address" },
        { 404, "global/object-does-not-exist", "stop", 0, "does not exist there" },
        { 400, "global/invalid-parameters", "stop", 0, "does not take the request" },
        { 400, "global/duplicate", "stop", 0, "does not take the request" },
        { 400, "something/new", "stop", 0, "said by the fake" },
    };

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task The_provider_keeps_the_law(string law)
    {
        await using var ground = await LambdaGround.StartAsync();
        await ProviderConformance.Laws[law](ground, Cancellation);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task And_where_the_list_lags_and_calls_are_throttled(string law)
    {
        await using var ground = await LambdaGround.StartAsync();
        ground.Cloud.ListLag = TimeSpan.FromSeconds(45);
        ground.Server.Throttle(4);
        await ProviderConformance.Laws[law](ground, Cancellation);
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Each_refusal_means_go_on_elsewhere_or_stop_with_what_to_do(int status, string code, string outcome, int minutes, string says)
    {
        await using var ground = await LambdaGround.StartAsync();
        ground.Cloud.Refusing["us-east-1"] = (status, code);
        var (what, coolFor, why) = LambdaGround.Told(await ground.Open().LaunchAsync(ground.Request(Mine, 0), Cancellation));
        Assert.Equal((outcome, minutes), (what, coolFor));
        Assert.Contains(says, why, StringComparison.Ordinal);
        Assert.Contains(code, why, StringComparison.Ordinal);
        Assert.Empty(ground.Cloud.Machines);
    }

    [Fact]
    public void Every_code_that_has_a_meaning_is_in_the_table() => Assert.Empty(LambdaErrors.Known.Except(Table.Select(row => row.Data.Item2)));

    [Fact]
    public async Task A_launch_whose_answer_was_lost_is_found_by_its_tag()
    {
        await using var ground = await LambdaGround.StartAsync();
        ground.Cloud.ListLag = TimeSpan.FromSeconds(30);
        ground.Server.Lose("POST /api/v1/instance-operations/launch", 1);
        Assert.IsType<LaunchOutcome.Launched>(await ground.Open().LaunchAsync(ground.Request(Mine, 0), Cancellation));
        Assert.Single(ground.Cloud.Machines);
        Assert.Single(ground.Cloud.Keys);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_ledger_is_the_clouds_own_meter_to_the_minute_that_the_list_shows(int seed)
    {
        var random = new Random(seed);
        for (var life = 0; life < 3; life++)
        {
            await using var ground = await LambdaGround.StartAsync();
            ground.Cloud.Boot = TimeSpan.FromSeconds(random.Next(20, 300));
            var provider = ground.Open();
            var request = ground.Request(Mine, 0);
            var machine = Assert.IsType<LaunchOutcome.Launched>(await provider.LaunchAsync(request, Cancellation)).Machine;

            // The list is asked every 15 seconds while machines are held.
            for (var left = random.Next(60, 2000); left > 0; left -= 15)
            {
                ground.Time.Pass(TimeSpan.FromSeconds(Math.Min(15, left)));
                await LambdaGround.ListAsync(left % 2 == 0 ? provider : ground.Open(), Mine, Cancellation);
            }

            await provider.TerminateAsync(machine, Cancellation);
            ground.Time.Pass(TimeSpan.FromMinutes(1));
            var gone = Assert.Single(await LambdaGround.ListAsync(provider, Mine, Cancellation));
            Assert.Equal(MachineStatus.Gone, gone.Status);
            var difference = LambdaGround.Owed(gone, request).NanoUsd - (ground.Cloud.Owed(ground.Cloud.Machines.Single()) * 1_000_000_000);
            Assert.InRange(difference, -(HourlyRate.FromUsd(0.75m) * TimeSpan.FromMinutes(1)).NanoUsd - 1, (HourlyRate.FromUsd(0.75m) * TimeSpan.FromMinutes(1)).NanoUsd + 1);
        }
    }

    [Fact]
    public async Task The_account_is_looked_at_in_plain_words()
    {
        await using var ground = await LambdaGround.StartAsync();
        var found = (await LambdaGround.FindingsAsync(ground.OpenCloud(), Cancellation)).ToArray();
        Assert.Equal("ok key: taken; 0 machines of Haggle's are rented", found[0]);
        Assert.Equal("ok offers: 3 machines can be had, from $0.75/h", found[1]);
        Assert.StartsWith("warning switch: a machine of Lambda cannot end itself", found[2], StringComparison.Ordinal);
        ground.Settings = ground.Settings with { Regions = ["moon-1"] };
        Assert.Contains("warning offers: no region that may be used has a machine left -> wait, or widen lambda.regions", await LambdaGround.FindingsAsync(ground.OpenCloud(), Cancellation));
        ground.Secret = "another";
        Assert.StartsWith("problem key: global/invalid-api-key", Assert.Single(await LambdaGround.FindingsAsync(ground.OpenCloud(), Cancellation)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_of_ours_is_found_and_nothing_else()
    {
        await using var ground = await LambdaGround.StartAsync();
        var cloud = ground.OpenCloud();
        await cloud.Provider.LaunchAsync(ground.Request(Mine, 0), Cancellation);
        ground.Time.Pass(TimeSpan.FromMinutes(2));
        ground.Cloud.Machines.Add(new FakeLambda.Machine { Id = new string('f', 32), Wish = new() { ["instance_type_name"] = "gpu_1x_a10", ["region_name"] = "us-east-1", ["name"] = "somebody's own", ["tags"] = new System.Text.Json.Nodes.JsonArray() }, MadeAt = ground.Time.GetUtcNow() - TimeSpan.FromHours(1), ActiveAt = ground.Time.GetUtcNow() });
        var found = Assert.Single(await cloud.Sweep.FindAsync(Cancellation));
        Assert.Equal("mine1234 mine1234-1-1-0 $18.00: gpu_1x_a10, us-east-1, active", $"{found.Owner} {found.Token} {found.PerDay}: {found.About}");
        await cloud.Sweep.RemoveAsync(found, Cancellation);
        await cloud.Sweep.RemoveAsync(found, Cancellation);
        Assert.Equal([true, false], ground.Cloud.Machines.Select(each => each.EndedAt is not null));
    }
}
