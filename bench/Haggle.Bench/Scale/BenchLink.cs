using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Bench.Scale;

/// <summary>The agents of the simulated machines, reached at once. A call waits for news as one over a wire does.</summary>
internal sealed class BenchLink(BenchCloud cloud, TimeProvider time) : IAgentLink
{
    public ReadOnlyMemory<byte> Configure(Slot slot, TimeSpan firstLease) => ReadOnlyMemory<byte>.Empty;

    public async Task<AgentAnswer> CallAsync(Slot slot, AgentCall call, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + call.Wait;
        while (true)
        {
            var now = time.GetUtcNow();
            if (slot.Machine is not { } id || cloud.Find(id) is not { } agent || !agent.Answers(now))
                throw new ProviderException(cloud.Name, "no answer", isTransient: true);
            if (agent.Hear(call, now) is { } news) return news;
            if (now >= until) return agent.Hear(call with { Seen = 0 }, now)!;
            var next = agent.NextNews(now);
            var wait = next < until - now ? next : until - now;
            if (agent.ReclaimAt - now is var left && left > TimeSpan.Zero && left < wait) wait = left;
            await Task.Delay(wait + TimeSpan.FromMilliseconds(1), time, cancellationToken);
        }
    }

    public Task<LogPiece> ReadLogAsync(Slot slot, long offset, int maxBytes, CancellationToken cancellationToken) =>
        Task.FromResult(new LogPiece(offset, ReadOnlyMemory<byte>.Empty, AtEnd: false));
}
