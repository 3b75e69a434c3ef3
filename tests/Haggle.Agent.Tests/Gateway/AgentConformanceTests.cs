using Haggle.Conformance;
using Haggle.Conformance.Agents;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

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
    [InlineData("another epoch is refused and changes nothing", "epoch")]
    [InlineData("a log cut anywhere gives the same whole", "log")]
    [InlineData("the exit code is the program's own", "code")]
    [InlineData("an order given again changes nothing", "twice")]
    public async Task A_planted_bug_breaks_the_law_that_forbids_it(string law, string bug)
    {
        await using var ground = new RealAgentGround(link => new BuggyLink(link, bug));
        await Assert.ThrowsAsync<LawBrokenException>(() => AgentConformance.Laws[law](ground, TestContext.Current.CancellationToken));
    }

    /// <summary>A link with one bug: the laws must notice it from outside.</summary>
    private sealed class BuggyLink(IAgentLink link, string bug) : IAgentLink
    {
        public ReadOnlyMemory<byte> Configure(Slot slot, TimeSpan firstLease) => link.Configure(slot, firstLease);

        public async Task<AgentAnswer> CallAsync(Slot slot, AgentCall call, CancellationToken cancellationToken)
        {
            if (bug == "epoch") call = call with { Epoch = slot.Epoch };
            if (bug == "twice") call = call with { Order = call.Order with { Job = call.Order.Job with { Run = "echo ran; echo ran" } } };
            var answer = await link.CallAsync(slot, call, cancellationToken);
            return bug == "code" && answer.State.ExitCode is { } code ? answer with { State = answer.State with { ExitCode = code & 1 } } : answer;
        }

        public async Task<LogPiece> ReadLogAsync(Slot slot, long offset, int maxBytes, CancellationToken cancellationToken)
        {
            var piece = await link.ReadLogAsync(slot, offset, maxBytes, cancellationToken);
            return bug == "log" && offset > 0 && piece.Bytes.Length > 1 ? piece with { Bytes = piece.Bytes[1..] } : piece;
        }
    }
}
