using System.Collections.Immutable;

namespace Haggle.Core.Tasks;

/// <summary>How long the other tasks of a job group go on after the primary ones are done.</summary>
/// <param name="Default">For every task not named. Default zero.</param>
/// <param name="ByTask">For single tasks, by name.</param>
public sealed record TerminationDelays(TimeSpan Default, ImmutableSortedDictionary<string, TimeSpan> ByTask)
{
    /// <summary>No delay.</summary>
    public static TerminationDelays None { get; } = new(TimeSpan.Zero, ImmutableSortedDictionary.Create<string, TimeSpan>(StringComparer.Ordinal));

    /// <summary>The delay of one task.</summary>
    public TimeSpan For(string task) => ByTask.GetValueOrDefault(task, Default);
}
