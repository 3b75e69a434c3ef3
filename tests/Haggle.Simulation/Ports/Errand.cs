namespace Haggle.Simulation.Ports;

/// <summary>One kind of call that crosses a border of the server, and how it can go.</summary>
internal sealed record Errand(string To)
{
    /// <summary>How long the request and the answer may each be under way.</summary>
    public (TimeSpan Min, TimeSpan Max) Travel { get; init; } = (TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(20));

    /// <summary>Share of calls that are slow, and how slow.</summary>
    public (double Share, TimeSpan Max) Slow { get; init; }

    /// <summary>Share of calls that fail, half of them after their effect.</summary>
    public double Faults { get; init; }

    /// <summary>What the caller sees then; null for an errand that never fails by itself.</summary>
    public Func<string, Exception>? Fault { get; init; }

    /// <summary>Share of requests that still arrive when their sender died while they were under way.</summary>
    public double OutlivesSender { get; init; } = 0.5;

    /// <summary>How much later such a request can take effect, in a world where that happens; zero when it never does.</summary>
    public TimeSpan LatestAfter { get; init; }
}
