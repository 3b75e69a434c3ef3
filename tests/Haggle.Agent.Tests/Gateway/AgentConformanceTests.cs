using Haggle.Conformance;
using Haggle.Conformance.Agents;

namespace Haggle.Agent.Tests.Gateway;

public sealed class AgentConformanceTests
{
    public static TheoryData<string> Laws => [.. AgentConformance.Laws.Keys];

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task The_agent_keeps_every_law(string law)
    {
        await using var ground = new RealAgentGround();
        await AgentConformance.Laws[law](ground, TestContext.Current.CancellationToken);
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
        await using var ground = new RealAgentGround(link => new BuggyAgentLink(link, bug));
        await Assert.ThrowsAsync<LawBrokenException>(() => AgentConformance.Laws[law](ground, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_program_that_is_started_twice_breaks_the_law_of_orders()
    {
        await using var ground = new RealAgentGround { Twice = true };
        await Assert.ThrowsAsync<LawBrokenException>(() => AgentConformance.Laws["an order given again changes nothing"](ground, TestContext.Current.CancellationToken));
    }
}
