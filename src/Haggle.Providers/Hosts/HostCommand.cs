using System.Collections.Immutable;

namespace Haggle.Providers.Hosts;

/// <summary>A program to be started on a host.</summary>
internal sealed record HostCommand
{
    /// <summary>The program and its arguments. They are seen by everybody on the host: no secrets.</summary>
    public required ImmutableArray<string> Words { get; init; }

    /// <summary>What it reads from its standard input.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>How long it may take; what takes longer is ended and is a fault. Clients of a cluster that is down hang for minutes.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(30);
}
