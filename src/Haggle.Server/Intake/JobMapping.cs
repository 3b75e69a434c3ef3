using Haggle.Catalog.BuiltIn;
using Haggle.Core.Runs;
using Haggle.Core.Tasks;
using Haggle.Wire.Agent;

namespace Haggle.Server.Intake;

/// <summary>The part of a task file that the engine acts on.</summary>
internal static class JobMapping
{
    /// <summary>How often checkpoints are looked for when the task file does not say.</summary>
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromMinutes(10);

    /// <summary>The job of a task file.</summary>
    /// <param name="spec">The task.</param>
    /// <param name="name">The run's name.</param>
    /// <param name="bundle">The hash of its files; "" for none.</param>
    /// <param name="bundleBytes">Their size.</param>
    /// <param name="rehearsal">The rehearsal that it is; null in earnest.</param>
    /// <param name="now">The instant.</param>
    public static Job Of(TaskSpec spec, string name, string bundle, long bundleBytes, Rehearsal? rehearsal, DateTimeOffset now)
    {
        var pace = rehearsal?.Pace ?? 1;
        return new Job
        {
            Name = name,
            Nodes = spec.NumNodes,
            Priority = spec.Resources.Choices.Select(choice => choice.Priority).DefaultIfEmpty().Max(),
            Setup = spec.Setup ?? "",
            Run = spec.Run ?? "",
            Environment = [.. spec.Envs],
            Wishes = [.. spec.Resources.Choices.Select(ResourceWish.Of)],
            WishesOrdered = spec.Resources.IsOrdered,
            Bundle = bundle,
            Mounts = [.. MountPlace.Outside(spec.FileMounts.Select(mount => mount.Destination))],
            Checkpoint = spec.Checkpoint is { } c ? new CheckpointRule(c.Path, c.Every ?? CheckpointEvery, c.Keep) : null,
            Budget = spec.Budget,
            Deadline = spec.Deadline?.For(now) is { } deadline ? now + ((deadline - now) / pace) : null,
            MaxDuration = spec.MaxDuration,
            ReplacesLost = spec.JobRecovery.IsEnabled,
            MaxRestartsOnErrors = spec.JobRecovery.MaxRestartsOnErrors,
            RecoverOnExitCodes = spec.JobRecovery.RecoverOnExitCodes,
            Data = Data(spec, bundleBytes),
            Rehearsal = rehearsal,
        };
    }

    private static JobData Data(TaskSpec spec, long bundleBytes) => new(
        bundleBytes + ((spec.Inputs?.Size.Mib ?? 0) << 20),
        spec.Inputs is { } inputs ? StoreHomes.Of(inputs.Uri) : "",
        spec.Checkpoint?.Store is { } store ? StoreHomes.Of(store) : "");
}
