using System.Globalization;
using Haggle.Conformance;
using Haggle.Conformance.Agents;

namespace Haggle.Simulation.Tests;

/// <summary>The simulation's agents keep the laws that the real agent keeps: what holds in a simulated world says something about a real one.</summary>
public sealed class SimAgentConformanceTests
{
    private const int Seeds = 20;

    public static TheoryData<string> Laws => [.. AgentConformance.Laws.Keys];

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task The_simulated_agent_keeps_every_law(string law)
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            await using var ground = new SimAgentGround(seed);
            try
            {
                await AgentConformance.Laws[law](ground, TestContext.Current.CancellationToken);
            }
            catch (LawBrokenException broken)
            {
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {broken.Message}"));
            }
        }
    }

    [Theory]
    [InlineData("another epoch is refused and changes nothing", AgentBug.AnyEpoch)]
    [InlineData("a log cut anywhere gives the same whole", AgentBug.LostByte)]
    [InlineData("the exit code is the program's own", AgentBug.WrongCode)]
    [InlineData("a machine that is stopped before its program began tells no exit code", AgentBug.MadeUpCode)]
    [InlineData("a call that waits hears of the change", AgentBug.RestlessMark)]
    [InlineData("a machine that is taken without notice tells no end of its program", AgentBug.LastWord)]
    public async Task A_planted_bug_breaks_the_law_that_forbids_it(string law, AgentBug bug)
    {
        await using var ground = new SimAgentGround(1, link => new BuggyAgentLink(link, bug));
        await Assert.ThrowsAsync<LawBrokenException>(() => AgentConformance.Laws[law](ground, TestContext.Current.CancellationToken));
    }
}
