using System.Collections.Immutable;
using Haggle.Buckets;
using Haggle.TaskFiles;

namespace Haggle.Server.Stores;

/// <summary>Knows what opens which address: for the server itself, and for a machine, which never gets a key of an account. Thread-safe.</summary>
internal sealed class StoreBook(ImmutableArray<StoreEntry> entries, TimeProvider time)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<(string Address, bool Writes), StoreGrant> granted = new();

    /// <summary>Reads an address of a task.</summary>
    /// <exception cref="BucketException">It is none.</exception>
    public static BucketAddress Read(string text) =>
        BucketAddress.TryRead(text, out var why) ?? throw new BucketException(StoreTrouble.Other, $"{text} {why}");

    /// <summary>What opens an address for the server.</summary>
    /// <exception cref="BucketException">A key that the configuration names is not there.</exception>
    public StoreAccess ForServer(BucketAddress address)
    {
        if (Find(address) is not { } entry) return AmbientCredentials.For(address);
        var own = Of(entry);
        if (own.HasCredentials) return own;
        var ambient = AmbientCredentials.For(address);
        return ambient with
        {
            Endpoint = own.Endpoint,
            Region = own.Region.Length > 0 ? own.Region : ambient.Region,
            Account = own.Account.Length > 0 ? own.Account : ambient.Account,
        };
    }

    /// <summary>What opens an address on a machine: a temporary key for just that where there is a way to one, otherwise only what the configuration names for it.</summary>
    /// <exception cref="BucketException">There is nothing that may go there; the message says what to do.</exception>
    public async Task<StoreGrant> ForMachineAsync(BucketAddress address, bool writes, CancellationToken cancellationToken)
    {
        var key = (address.Text, writes);
        if (granted.TryGetValue(key, out var known) && !(known.RenewAt <= time.GetUtcNow())) return known;
        try
        {
            return granted[key] = await GrantAsync(address, writes, cancellationToken);
        }
        catch (BucketException) when (known is not null)
        {
            // What is still good for half its life is better than nothing; it is asked for again at the next call.
            return known;
        }
    }

    /// <summary>How rclone is told of an address, for the server.</summary>
    public Remote RemoteFor(BucketAddress address) => Remote.Of(address, ForServer(address));

    private async Task<StoreGrant> GrantAsync(BucketAddress address, bool writes, CancellationToken cancellationToken)
    {
        var entry = Find(address);
        if (entry?.Role is { } role)
        {
            var service = entry.StsEndpoint ?? (entry.Endpoint is { } own ? own : null);
            var (access, until) = await TemporaryKeys.OfRoleAsync(address, ForServer(address), role, service, writes, cancellationToken);
            return Until(access, until);
        }

        // A key that stands in the configuration under the address of a bucket was named for it: the user has said that it may go there.
        if (entry is { HasKey: true }) return new StoreGrant(Of(entry), null);
        var ambient = ForServer(address);
        if (!ambient.HasCredentials) return new StoreGrant(ambient, null);
        if (ambient is { UsesAmbient: true } && address.Kind is BucketKind.S3 && ambient.Endpoint.Length == 0)
        {
            var (access, until) = await TemporaryKeys.OfUserAsync(address, ambient, entry?.StsEndpoint, writes, cancellationToken);
            return Until(access, until);
        }

        // What anybody may read needs no key.
        if (address.Kind is BucketKind.Hub) return new StoreGrant(ambient with { Token = "" }, null);
        throw new BucketException(
            StoreTrouble.Denied,
            $"there is no key for {address} that may go to a machine: the account's own never does. Name one that opens only this bucket under 'stores: {{{address}: ...}}' in the configuration (docs/stores.md)");
    }

    private StoreGrant Until(StoreAccess access, DateTimeOffset until)
    {
        var now = time.GetUtcNow();
        return new StoreGrant(access, now + ((until - now) / 2));
    }

    private static StoreAccess Of(StoreEntry entry) => new()
    {
        Endpoint = entry.Endpoint ?? "",
        Region = entry.Region ?? "",
        Account = entry.Account ?? "",
        AccessKeyId = SecretText.Reveal(entry.AccessKeyId, $"stores.{entry.Address}.access_key_id"),
        SecretAccessKey = SecretText.Reveal(entry.SecretAccessKey, $"stores.{entry.Address}.secret_access_key"),
        SessionToken = SecretText.Reveal(entry.SessionToken, $"stores.{entry.Address}.session_token"),
        Key = SecretText.Reveal(entry.Key, $"stores.{entry.Address}.key"),
        SasUrl = SecretText.Reveal(entry.SasUrl, $"stores.{entry.Address}.sas_url"),
        ServiceAccount = SecretText.Reveal(entry.ServiceAccount, $"stores.{entry.Address}.service_account"),
        Token = SecretText.Reveal(entry.Token, $"stores.{entry.Address}.token"),
    };

    /// <summary>The entry whose address is the longest that the address begins with, whole names at a time.</summary>
    private StoreEntry? Find(BucketAddress address) => entries
        .Where(entry => address.Text == entry.Address || address.Text.StartsWith(entry.Address.TrimEnd('/') + "/", StringComparison.Ordinal))
        .OrderByDescending(entry => entry.Address.Length).FirstOrDefault();
}
