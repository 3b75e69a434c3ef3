using System.Collections.Immutable;

namespace Haggle.Providers.Slurm.Reading;

/// <summary>What a node's states mean for somebody who wants to run there. Pure.</summary>
internal static class NodeStates
{
    private static readonly string[] Unusable = ["DOWN", "DRAIN", "DRAINED", "DRAINING", "FAIL", "FAILING", "NOT_RESPONDING", "UNKNOWN", "INVALID_REG", "INVAL", "FUTURE", "PERFCTRS"];

    /// <summary>Whether jobs can be started there sooner or later.</summary>
    public static bool IsUsable(ImmutableArray<string> states) => !states.Any(state => Unusable.Contains(state.TrimEnd('*', '$', '~', '#', '!', '%', '@', '^', '-')));
}
