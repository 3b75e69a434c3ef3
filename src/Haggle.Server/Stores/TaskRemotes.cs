using System.Collections.Immutable;
using Haggle.Buckets;
using Haggle.Core.Runs;
using Haggle.Core.Tasks;
using Haggle.Wire.Agent;

namespace Haggle.Server.Stores;

/// <summary>What a task wants of stores, read off its file mounts. Pure.</summary>
internal static class TaskRemotes
{
    private static readonly string[] Switches = ["read_only"];

    /// <summary>The mounts that come from stores.</summary>
    /// <exception cref="BucketException">One of them cannot be; the message says why.</exception>
    public static ImmutableArray<RemoteMount> Of(TaskSpec spec) =>
        [.. spec.FileMounts.Select((mount, index) => Of(mount, index)).OfType<RemoteMount>()];

    /// <summary>The buckets that storage objects name and that are made when they are not there; whether each outlives the task.</summary>
    public static ImmutableArray<(BucketAddress Bucket, bool Persistent)> Buckets(TaskSpec spec) =>
    [
        .. from mount in spec.FileMounts
           where mount.Source is MountSource.Storage { Object: { Name: not null } wish } && !wish.Sources.Any(IsAddress)
           let storage = ((MountSource.Storage)mount.Source).Object
           select (StoreBook.Read(AddressOf(mount.Destination, storage)), storage.Persistent),
    ];

    /// <summary>What is done otherwise than the file says, for people.</summary>
    public static IEnumerable<string> Concerns(TaskSpec spec) =>
        from mount in spec.FileMounts
        where mount.Source is MountSource.Storage { Object: { Mode: not StorageMode.Copy } wish } && wish.Sources.Any(source => source.StartsWith("hf://", StringComparison.OrdinalIgnoreCase))
        select $"file_mounts: {mount.Destination}: the hub is not mounted, what is there is copied (write 'mode: COPY' to say so)";

    private static RemoteMount? Of(FileMount mount, int index) => mount.Source switch
    {
        MountSource.Local => null,
        MountSource.Remote remote => Checked(new RemoteMount(mount.Destination, remote.Uri, StorageMode.Copy, ReadOnly: false, [], "")),
        MountSource.Storage { Object: var storage } => Of(mount.Destination, storage, index),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static RemoteMount Of(string destination, StorageObject storage, int index)
    {
        var isSent = storage.Sources.Any(source => !IsAddress(source));
        if (isSent && storage.Sources.Any(IsAddress)) throw Refused(destination, "mixes files from here with addresses; write two mounts");
        if (!isSent && storage.Sources.Length > 1) throw Refused(destination, "has several addresses; write one mount for each");
        var mount = Checked(new RemoteMount(destination, AddressOf(destination, storage), storage.Mode, IsReadOnly(storage), Options(storage), isSent ? MountPlace.BucketFiles(index) : ""));
        var address = StoreBook.Read(mount.Address);
        return address.Kind is BucketKind.Hub ? mount with { Mode = StorageMode.Copy } : address.IsWritable ? mount : mount with { ReadOnly = true };
    }

    private static RemoteMount Checked(RemoteMount mount)
    {
        if (mount.Address.StartsWith("volume://", StringComparison.OrdinalIgnoreCase)) throw Refused(mount.Destination, "comes from a volume, which this version does not attach yet");
        try
        {
            StoreBook.Read(mount.Address);
        }
        catch (BucketException fault)
        {
            throw Refused(mount.Destination, fault.Message);
        }

        return mount;
    }

    private static string AddressOf(string destination, StorageObject storage)
    {
        if (storage.Store is StorageStore.Volume) throw Refused(destination, "comes from a volume, which this version does not attach yet");
        if (storage.Sources is [var only] && IsAddress(only)) return only;
        if (storage.Store is StorageStore.Hf) throw Refused(destination, "would make a repository on the hub; name one that is there: source: hf://datasets/OWNER/NAME");
        var scheme = storage.Store switch
        {
            StorageStore.Gcs => "gs",
            StorageStore.Azure => "az",
            StorageStore.R2 => "r2",
            StorageStore.Ibm => "cos",
            StorageStore.Oci => "oci",
            StorageStore.Nebius => "nebius",
            StorageStore.CoreWeave => "cw",
            StorageStore.VastData => "vastdata",
            _ => "s3",
        };
        return storage.Store is StorageStore.Ibm && storage.Name?.Contains('/', StringComparison.Ordinal) != true
            ? throw Refused(destination, "names no region of IBM's; write source: cos://REGION/BUCKET")
            : $"{scheme}://{storage.Name}";
    }

    private static bool IsReadOnly(StorageObject storage) =>
        storage.Use is StorageUse.DatasetReadOnly or StorageUse.ModelCheckpointReadOnly || storage.Config is { MountReadOnly: true } or { AttachMode: "read_only" }
        || (storage.Config?.MountCached.TryGetValue("read_only", out var text) == true && text.ToUpperInvariant() is "TRUE" or "YES" or "ON" or "Y");

    private static ImmutableArray<string> Options(StorageObject storage)
    {
        var tuned = storage.Mode is StorageMode.MountCached && storage.Config is { } config
            ? config.MountCached.Where(option => !Switches.Contains(option.Key)).Select(option => $"--{option.Key.Replace('_', '-')}={option.Value}")
            : [];
        return [.. tuned, .. (storage.MountOptions ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static bool IsAddress(string source) => source.Contains("://", StringComparison.Ordinal);

    private static BucketException Refused(string destination, string why) => new(StoreTrouble.Other, $"file_mounts: {destination} {why}");
}
