using Haggle.Agent.Tests.Gateway;
using Haggle.Conformance.Agents;

namespace Haggle.Agent.Tests.Containers;

public sealed class ContainerConformanceTests
{
    public static TheoryData<string, string> Laws
    {
        get
        {
            var laws = new TheoryData<string, string>();
            foreach (var engine in (string[])["docker", "podman"])
                foreach (var law in AgentConformance.Laws.Keys)
                    laws.Add(engine, law);
            return laws;
        }
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task The_agent_keeps_every_law_with_its_programs_in_a_container(string engine, string law)
    {
        var containers = await EngineGround.OfAsync(engine);
        await using var ground = new RealAgentGround(environment: containers.Environment) { Container = (engine, EngineGround.Image) };
        try
        {
            await AgentConformance.Laws[law](ground, TestContext.Current.CancellationToken);
        }
        catch (Haggle.Conformance.LawBrokenException broken)
        {
            Assert.Fail($"{broken.Message}\n{ground.AgentLog}");
        }
    }
}
