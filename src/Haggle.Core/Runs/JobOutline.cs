using Haggle.Core.Tasks;

namespace Haggle.Core.Runs;

/// <summary>The part of a task file that says where and when its job may run: what planning asks of it, before anything is submitted.</summary>
public static class JobOutline
{
    /// <summary>How often checkpoints are looked for when the task file does not say.</summary>
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromMinutes(10);

    /// <summary>The outline.</summary>
    /// <param name="spec">The task.</param>
    /// <param name="name">The run's name.</param>
    /// <param name="pace">How many seconds of the offer's time pass in one second here, at least 1.</param>
    /// <param name="now">The instant.</param>
    public static Job Of(TaskSpec spec, string name, int pace, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new Job
        {
            Name = name,
            Nodes = spec.NumNodes,
            Priority = spec.Resources.Choices.Select(choice => choice.Priority).DefaultIfEmpty().Max(),
            Wishes = [.. spec.Resources.Choices.Select(ResourceWish.Of)],
            WishesOrdered = spec.Resources.IsOrdered,
            Checkpoint = spec.Checkpoint is { } c ? new CheckpointRule(c.Path, c.Every ?? CheckpointEvery, c.Keep, c.Store) : null,
            Budget = spec.Budget,
            Deadline = spec.Deadline?.For(now) is { } deadline ? now + ((deadline - now) / pace) : null,
            MaxDuration = spec.MaxDuration,
        };
    }
}
