using Haggle.Conformance.Providers;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Tests.Aws;
using Haggle.Providers.Tests.Gcp;
using Haggle.Providers.Tests.Lambda;
using Haggle.Providers.Tests.RunPod;
using Haggle.Providers.Tests.Vast;

namespace Haggle.Providers.Tests.Rentals;

/// <summary>Random faults around every call: answers that are lost, storms of throttling, a key that is not taken for a while, processes that come and go. Then all is given back.</summary>
public sealed class Nothing_is_left
{
    private const int Steps = 20;
    private const int Ranks = 4;

    private static readonly OwnerId Mine = new("mine1234");

    private static readonly string[] Clouds = ["vast", "runpod", "lambda", "gcp"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. Clouds];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task After_whatever_happened_no_machine_is_there_and_no_token_had_two_that_stayed(string cloud)
    {
        for (var seed = 0; seed < 10; seed++) await ScheduleAsync(cloud, seed);
    }

    [Theory(Explicit = true)]
    [MemberData(nameof(Names))]
    public async Task Five_hundred_times(string cloud)
    {
        for (var seed = 0; seed < 500; seed++) await ScheduleAsync(cloud, seed);
    }

    private static async Task ScheduleAsync(string cloud, int seed)
    {
        var random = new Random(seed);
        var field = await FieldAsync(cloud, random.Next(2) == 0);
        await using var ground = field.Ground;
        var known = new HashSet<MachineId>();
        var provider = ground.Open();
        for (var step = 0; step < Steps; step++)
        {
            field.Server.Heal();
            field.Secret(random.Next(8) == 0 ? "expired" : FakeCloudServer.Key);
            if (random.Next(3) == 0) field.Server.Throttle(random.Next(1, 40));
            if (random.Next(2) == 0) field.Server.Lose(field.Lost[random.Next(field.Lost.Length)], random.Next(1, 8));
            if (random.Next(4) == 0) provider = ground.Open();
            field.Time.Pass(TimeSpan.FromSeconds(random.Next(90)));
            try
            {
                switch (random.Next(4))
                {
                    case 0 or 1:
                        if (await provider.LaunchAsync(ground.Request(Mine, random.Next(Ranks)), Cancellation) is LaunchOutcome.Launched made) known.Add(made.Machine);
                        break;
                    case 2:
                        await foreach (var fact in provider.MachinesAsync(Mine, Cancellation)) known.Add(fact.Machine);
                        break;
                    default:
                        if (known.Count > 0) await provider.TerminateAsync(known.ElementAt(random.Next(known.Count)), Cancellation);
                        break;
                }
            }
            catch (ProviderException)
            {
                // What was asked may or may not have happened.
            }
        }

        field.Server.Heal();
        field.Secret(FakeCloudServer.Key);
        var end = ground.Open();
        var alive = 1;
        for (var i = 0; i < 40 && alive > 0; i++)
        {
            field.Time.Pass(TimeSpan.FromSeconds(60));
            var facts = await RentedGround.ListAsync(end, Mine, Cancellation);
            Assert.Equal(facts.Count, facts.Select(fact => fact.Token).Distinct().Count());
            alive = facts.Count(fact => fact.Status != MachineStatus.Gone);
            foreach (var fact in facts.Where(fact => fact.Status != MachineStatus.Gone)) await end.TerminateAsync(fact.Machine, Cancellation);
        }

        Assert.True(alive == 0 && field.Alive() == 0, $"{cloud}, schedule {seed}: {alive} are listed and {field.Alive()} are there");
        foreach (var fact in await RentedGround.ListAsync(end, Mine, Cancellation)) Assert.True(fact.BilledFrom is null == fact.BilledTo is null, $"{cloud}, schedule {seed}: the bill of {fact.Machine} does not end");
    }

    private static async Task<Field> FieldAsync(string cloud, bool isSpot)
    {
        switch (cloud)
        {
            case "vast":
                var vast = await VastGround.StartAsync(isSpot ? Purchase.Bid : Purchase.OnDemand);
                return new Field(vast, vast.Server, vast.Time, key => vast.Secret = key, ["PUT /api/v0/asks", "DELETE", "GET /api/v1/instances"], () => vast.Market.Contracts.Count(each => each.DestroyedAt is null));
            case "runpod":
                var runPod = await RunPodGround.StartAsync(isSpot ? Purchase.Bid : Purchase.OnDemand);
                return new Field(runPod, runPod.Server, runPod.Time, key => runPod.Secret = key, ["POST /v2/pods", "POST /graphql", "DELETE", "GET /v2/pods"], () => runPod.Cloud.Pods.Count(each => each.EndedAt is null));
            case "lambda":
                var lambda = await LambdaGround.StartAsync();
                return new Field(lambda, lambda.Server, lambda.Time, key => lambda.Secret = key, ["POST /api/v1/instance-operations/launch", "POST /api/v1/instance-operations/terminate", "GET /api/v1/instances"], () => lambda.Cloud.Machines.Count(each => each.EndedAt is null));
            default:
                var gcp = await GcpGround.StartAsync(isSpot ? Purchase.Spot : Purchase.OnDemand);
                return new Field(gcp, gcp.Server, gcp.Time, key => gcp.Secret = key, ["POST", "DELETE", "GET /compute/v1/projects/the-project/zones", "GET /compute/v1/projects/the-project/aggregated"], () => gcp.Cloud.Instances.Count(each => each.EndedAt is null));
        }
    }

    private sealed record Field(ProviderGround Ground, FakeCloudServer Server, CloudTime Time, Action<string> Secret, string[] Lost, Func<int> Alive);
}
