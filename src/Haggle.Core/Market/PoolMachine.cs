using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.Core.Market;

/// <summary>One machine of the user's own pool: how it is reached, what an hour on it costs, and whether it takes new work.</summary>
public sealed record PoolMachine
{
    /// <summary>Its name in the pool, unique there: letters, digits, dots, dashes and underscores.</summary>
    public required string Name { get; init; }

    /// <summary>Where the shell client dials: a host name, an address, or an alias of the user's client configuration.</summary>
    public required string Destination { get; init; }

    /// <summary>The user there; "" for what the client's configuration says.</summary>
    public string User { get; init; } = "";

    /// <summary>The port, 1 to 65535; null for what the client's configuration says.</summary>
    public int? Port { get; init; }

    /// <summary>The hosts on the way, as the client takes them ("a" or "user@a:22,b"); "" for what the client's configuration says.</summary>
    public string Jump { get; init; } = "";

    /// <summary>What an hour of the whole machine costs; free of charge unless a price or a machine file says otherwise.</summary>
    public HourlyRate Rate { get; init; } = HourlyRate.Free;

    /// <summary>The machine file that the rate was computed from; "" when it was given as a price.</summary>
    public string Owned { get; init; } = "";

    /// <summary>Words by which tasks choose it; none by default.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>Whether it takes nothing new: what runs there goes on to its end.</summary>
    public bool IsDraining { get; init; }
}
