using System.Collections.Immutable;
using Haggle.Buckets;
using Haggle.Catalog.BuiltIn;
using Haggle.Core.Runs;
using Haggle.Core.Tasks;
using Haggle.Server.Endpoints;
using Haggle.Server.Stores;
using Haggle.Wire.Agent;
using Haggle.Wire.Rest;

namespace Haggle.Server.Intake;

/// <summary>The part of a task file that the engine acts on.</summary>
internal static class JobMapping
{
    /// <summary>The job of a task file.</summary>
    /// <param name="spec">The task.</param>
    /// <param name="name">The run's name.</param>
    /// <param name="bundle">The hash of its files; "" for none.</param>
    /// <param name="bundleBytes">Their size.</param>
    /// <param name="rehearsal">The rehearsal that it is; null in earnest.</param>
    /// <param name="now">The instant.</param>
    public static Job Of(TaskSpec spec, string name, string bundle, long bundleBytes, Rehearsal? rehearsal, DateTimeOffset now)
    {
        return JobOutline.Of(spec, name, rehearsal?.Pace ?? 1, now) with
        {
            Setup = spec.Setup ?? "",
            Run = spec.Run ?? "",
            Environment = [.. spec.Envs],
            Bundle = bundle,
            Mounts = [.. MountPlace.Outside(spec.FileMounts.Select(mount => mount.Destination))],
            Remotes = Remotes(spec),
            Container = spec.Config.Container,
            ReplacesLost = spec.JobRecovery.IsEnabled,
            MaxRestartsOnErrors = spec.JobRecovery.MaxRestartsOnErrors,
            RecoverOnExitCodes = spec.JobRecovery.RecoverOnExitCodes,
            Data = Data(spec, bundleBytes),
            Rehearsal = rehearsal,
        };
    }

    private static ImmutableArray<RemoteMount> Remotes(TaskSpec spec)
    {
        try
        {
            if (spec.Checkpoint?.Store is { } store && !StorePlaces.IsPath(store) && !StoreBook.Read(store).IsWritable)
                throw new BucketException(StoreTrouble.Other, $"checkpoint.store: {store} is only read; name a bucket such as s3://bucket/folder");
            return TaskRemotes.Of(spec);
        }
        catch (BucketException fault)
        {
            throw new RestException(ErrorCode.BadTaskFile, fault.Message, "docs/stores.md lists what stores can be named");
        }
    }

    private static JobData Data(TaskSpec spec, long bundleBytes) => new(
        bundleBytes + ((spec.Inputs?.Size.Mib ?? 0) << 20),
        spec.Inputs is { } inputs ? StoreHomes.Of(inputs.Uri) : "",
        spec.Checkpoint?.Store is { } store ? StoreHomes.Of(store) : "");
}
