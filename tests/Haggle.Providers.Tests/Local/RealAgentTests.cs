using System.Text.Json;
using Haggle.Conformance.Providers;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Wire.Agent;

namespace Haggle.Providers.Tests.Local;

/// <summary>The same with the real agent, where it is built beside these tests.</summary>
public sealed class RealAgentTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a machine stays listed until it is ended")]
    [InlineData("an ended machine is gone by the list's word, with its bill")]
    public async Task The_local_provider_with_the_real_agent_keeps_the_law(string law)
    {
        await using var ground = Ground();
        await ProviderConformance.Laws[law](ground, Cancellation);
    }

    [Fact]
    public async Task The_real_agent_obeys_a_reclaim_and_the_bill_ends_with_it()
    {
        await using var ground = Ground();
        var provider = ground.OpenLocal();
        var machine = Assert.IsType<LaunchOutcome.Launched>(await provider.LaunchAsync(ground.Request(new OwnerId("mine1234"), 0), Cancellation)).Machine;
        await using (await new Providers.Local.LocalDoor(ground.Machines, TimeProvider.System).OpenAsync(machine, Cancellation)) { }
        Assert.True(await provider.ReclaimAsync(machine, TimeSpan.Zero, Cancellation));
        var fact = provider.MachinesAsync(new OwnerId("mine1234"), Cancellation).ToBlockingEnumerable().Single();
        for (var i = 0; i < 1000 && fact.Status != MachineStatus.Gone; i++)
        {
            await ground.PauseAsync(Cancellation);
            fact = provider.MachinesAsync(new OwnerId("mine1234"), Cancellation).ToBlockingEnumerable().Single();
        }

        Assert.Equal((MachineStatus.Gone, true), (fact.Status, fact.Reclaimed));
        Assert.True(fact.BilledTo >= fact.BilledFrom);
    }

    private static LocalGround Ground()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var agent = Path.Combine(here.FullName, "..", "..", "Haggle.Agent", here.Name, "haggle-agent");
        if (!File.Exists(agent)) Assert.Skip("the agent is not built beside these tests (dotnet build src/Haggle.Agent)");
        return new LocalGround { Agent = [Path.GetFullPath(agent)], AgentConfiguration = Configuration };
    }

    private static byte[] Configuration(LaunchToken token) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new AgentConfiguration { Token = token.Value, Epoch = 1, Key = "a-key-of-a-test", FirstLeaseSeconds = 60 }, AgentJson.Default.AgentConfiguration);
}
