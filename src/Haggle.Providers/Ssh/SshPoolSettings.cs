using System.Collections.Immutable;
using Haggle.Core.Pools;
using Haggle.Providers.Hosts;

namespace Haggle.Providers.Ssh;

/// <summary>What the provider of SSH machines works with.</summary>
public sealed record SshPoolSettings
{
    /// <summary>The pool as it is now; asked again and again, so that a change of it counts at once.</summary>
    public required Func<ImmutableArray<PoolMachine>> Machines { get; init; }

    /// <summary>How the OpenSSH client is used.</summary>
    public required SshSettings Client { get; init; }

    /// <summary>The agent's file here: the one that is copied to the machines, self-contained.</summary>
    public required string AgentFile { get; init; }

    /// <summary>The agent's folder on a machine, below the user's home.</summary>
    public string RemoteFolder { get; init; } = ".haggle-agent";

    /// <summary>How long a list waits for a machine that is slow; its last word is used until it answers. Default 3 s.</summary>
    public TimeSpan ListPatience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The same for machines that this process has not reached yet: the agent may have to be copied there. Default 30 s.</summary>
    public TimeSpan FirstPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a machine may take to answer before its connection counts as dead and is made anew. Default 5 s: a list every 5 s, this, and 8 s for a connection that
    /// does not come about make a lost machine known within 20 s; and where every fifth packet is lost, an answer comes within 5 s but for a few in ten thousand.
    /// </summary>
    public TimeSpan AnswerPatience { get; init; } = TimeSpan.FromSeconds(5);
}
