using Haggle.Core.Runs;
using Haggle.Core.Tasks;
using Haggle.Wire.Agent;

namespace Haggle.Server.Intake;

/// <summary>The part of a task file that the engine acts on.</summary>
internal static class JobMapping
{
    /// <summary>How often checkpoints are looked for when the task file does not say.</summary>
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromMinutes(10);

    public static Job Of(TaskSpec spec, string name, string bundle, Rehearsal? rehearsal, DateTimeOffset now)
    {
        var pace = rehearsal?.Pace ?? 1;
        return new Job
        {
            Name = name,
            Nodes = spec.NumNodes,
            Setup = spec.Setup ?? "",
            Run = spec.Run ?? "",
            Environment = [.. spec.Envs],
            Wishes = [.. spec.Resources.Choices.Select(ResourceWish.Of)],
            WishesOrdered = spec.Resources.IsOrdered,
            Bundle = bundle,
            Mounts = [.. MountPlace.Outside(spec.FileMounts.Select(mount => mount.Destination))],
            Container = spec.Config.Container,
            Checkpoint = spec.Checkpoint is { } c ? new CheckpointRule(c.Path, c.Every ?? CheckpointEvery, c.Keep) : null,
            Budget = spec.Budget,
            Deadline = spec.Deadline?.For(now) is { } deadline ? now + ((deadline - now) / pace) : null,
            MaxDuration = spec.MaxDuration,
            ReplacesLost = spec.JobRecovery.IsEnabled,
            MaxRestartsOnErrors = spec.JobRecovery.MaxRestartsOnErrors,
            RecoverOnExitCodes = spec.JobRecovery.RecoverOnExitCodes,
            Rehearsal = rehearsal,
        };
    }
}
