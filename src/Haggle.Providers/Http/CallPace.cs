using System.Collections.Concurrent;

namespace Haggle.Providers.Http;

/// <summary>Keeps calls of one kind apart from one another, as a cloud's limits want it. Thread-safe.</summary>
/// <param name="gaps">The least time between two calls of a kind.</param>
/// <param name="time">The clock.</param>
internal sealed class CallPace(IReadOnlyDictionary<string, TimeSpan> gaps, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _next = new(StringComparer.Ordinal);

    /// <summary>Waits until it is this call's turn.</summary>
    public async Task WaitAsync(string kind, CancellationToken cancellationToken)
    {
        if (!gaps.TryGetValue(kind, out var gap)) return;
        var now = time.GetUtcNow();
        var after = _next.AddOrUpdate(kind, now + gap, (_, next) => (next > now ? next : now) + gap);
        var wait = after - gap - now;
        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
    }
}
