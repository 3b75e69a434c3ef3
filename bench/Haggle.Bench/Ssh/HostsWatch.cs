using Haggle.Core.Runs;
using Haggle.Providers.Ssh;

namespace Haggle.Bench.Ssh;

/// <summary>Asks a provider for its list as the server's loop does, and keeps what it says of its hosts.</summary>
internal sealed class HostsWatch(SshProvider provider)
{
    private static readonly OwnerId Owner = new("bench0000000");
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly HashSet<(string Name, DateTimeOffset At)> _lost = [];
    private int _rounds;

    /// <summary>How many lists there were.</summary>
    public int Rounds => Volatile.Read(ref _rounds);

    /// <summary>How many hosts answered and are not lost now.</summary>
    public int Reached => provider.Health.Count(each => each is { SeenAt: not null, LostAt: null });

    /// <summary>How often a host that had answered was found lost since the last <see cref="Forget"/>.</summary>
    public int Losses
    {
        get
        {
            lock (_lost) return _lost.Count;
        }
    }

    /// <summary>Begins to count anew.</summary>
    public void Forget()
    {
        lock (_lost) _lost.Clear();
    }

    public bool IsLost(string name) => provider.Health.Any(each => each.Name == name && each.LostAt is not null);

    /// <summary>What is said of hosts that are not reached, each reason once.</summary>
    public string Reasons() => string.Join("; ", provider.Health.Where(each => each.LostAt is not null).Select(each => each.Why.Replace(each.Name, "HOST", StringComparison.Ordinal)).Distinct().Take(3));

    /// <summary>Asks for the list in the rhythm of the server's loop, and looks at the hosts meanwhile.</summary>
    public Task KeepAsync(TimeSpan rhythm, CancellationToken cancellationToken) => Task.WhenAll(AskAsync(rhythm, cancellationToken), LookAsync(cancellationToken));

    private async Task AskAsync(TimeSpan rhythm, CancellationToken cancellationToken)
    {
        while (true)
        {
            await foreach (var _ in provider.MachinesAsync(Owner, cancellationToken))
            {
                // There are none; the asking is what is measured.
            }

            Interlocked.Increment(ref _rounds);
            await Task.Delay(rhythm, TimeProvider.System, cancellationToken);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var health in provider.Health)
            {
                if (health is { SeenAt: not null, LostAt: { } at }) lock (_lost) _lost.Add((health.Name, at));
            }

            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }
}
