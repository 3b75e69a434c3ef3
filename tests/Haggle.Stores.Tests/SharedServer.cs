using System.Collections.Immutable;
using Haggle.Buckets;
using Haggle.Stores.Tests;
using Haggle.Testbed;
using Haggle.Wire.Agent;

[assembly: AssemblyFixture(typeof(SharedServer))]

namespace Haggle.Stores.Tests;

/// <summary>One S3 server for all tests of this project, with a bucket for each that asks.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private static int _buckets;
    private ObjectServer? _server;

    public static bool IsMissing { get; } = ObjectServer.Missing.Length > 0;

    internal ObjectServer Server => _server ?? throw new InvalidOperationException(ObjectServer.Missing);

    internal static Rclone Rclone { get; } = new(Rclone.Find() ?? "rclone", ImmutableDictionary<string, string>.Empty, TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        if (!IsMissing) _server = await ObjectServer.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    internal StoreAccess Access(string key = ObjectServer.AccessKey, string secret = ObjectServer.SecretKey) =>
        new() { Endpoint = Server.Endpoint, AccessKeyId = key, SecretAccessKey = secret };

    internal async Task<BucketAddress> BucketAsync(StoreAccess? access = null)
    {
        var address = BucketAddress.TryRead($"s3://tests-{Interlocked.Increment(ref _buckets)}-{Guid.NewGuid().ToString("n")[..8]}/runs", out _)!;
        await Folder(address, access).MakeBucketAsync(default);
        return address;
    }

    internal RemoteFolder Folder(BucketAddress address, StoreAccess? access = null) => new(Rclone, Remote.Of(address, access ?? Access()));

    internal RemoteMessage Message(BucketAddress address, StoreAccess? access = null)
    {
        var remote = Remote.Of(address, access ?? Access());
        return new RemoteMessage { Address = address.Text, Settings = remote.Settings.ToDictionary(), Path = remote.Path };
    }
}
