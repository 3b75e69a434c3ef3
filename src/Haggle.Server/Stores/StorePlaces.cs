using Haggle.Buckets;
using Haggle.Core.Runs;

namespace Haggle.Server.Stores;

/// <summary>Where the checkpoints of a run lie below the address or path that its task names: every server has a folder of its own there, every run one in it.</summary>
/// <param name="owner">Who this server is.</param>
internal sealed class StorePlaces(string owner)
{
    /// <summary>Whether a store is a path and not an address.</summary>
    public static bool IsPath(string store) => store.StartsWith('/') || store.StartsWith('~');

    /// <summary>A run's folder in a bucket.</summary>
    /// <exception cref="BucketException">The store is no address that can be written to.</exception>
    public BucketAddress AddressOf(string store, RunId run)
    {
        var address = StoreBook.Read(store);
        return address.IsWritable ? address.In($"{owner}/{run}") : throw new BucketException(StoreTrouble.Other, $"checkpoint.store: {store} is only read; name a bucket such as s3://bucket/folder");
    }

    /// <summary>This server's folder below a path.</summary>
    public string FolderOf(string store) =>
        Path.Combine(store.StartsWith('~') ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + store[1..] : store, owner);

    /// <summary>A run's folder below a path.</summary>
    public string FolderOf(string store, RunId run) => Path.Combine(FolderOf(store), run.ToString());
}
