using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Haggle.Buckets;

namespace Haggle.Server.Stores;

/// <summary>Asks Amazon's token service, or one that speaks like it, for a key that ends by itself and opens one prefix only.</summary>
internal static class TemporaryKeys
{
    // The longest that every role allows, and the longest of a federated user that is worth having: keys are renewed at half of it.
    private static readonly TimeSpan RoleLife = TimeSpan.FromHours(1);
    private static readonly TimeSpan FederatedLife = TimeSpan.FromHours(12);

    /// <summary>Takes a role.</summary>
    /// <exception cref="BucketException">The service says no or nothing.</exception>
    public static Task<(StoreAccess Access, DateTimeOffset Until)> OfRoleAsync(
        BucketAddress address, StoreAccess own, string role, string? service, bool writes, CancellationToken cancellationToken) =>
        AskAsync(address, own, service, async client => (await client.AssumeRoleAsync(
            new AssumeRoleRequest { RoleArn = role, RoleSessionName = "haggle", Policy = AccessPolicy.Of(address, writes), DurationSeconds = (int)RoleLife.TotalSeconds },
            cancellationToken)).Credentials);

    /// <summary>Makes a federated user of the user whose key this is.</summary>
    /// <exception cref="BucketException">The service says no or nothing.</exception>
    public static Task<(StoreAccess Access, DateTimeOffset Until)> OfUserAsync(BucketAddress address, StoreAccess own, string? service, bool writes, CancellationToken cancellationToken) =>
        AskAsync(address, own, service, async client => (await client.GetFederationTokenAsync(
            new GetFederationTokenRequest { Name = "haggle", Policy = AccessPolicy.Of(address, writes), DurationSeconds = (int)FederatedLife.TotalSeconds },
            cancellationToken)).Credentials);

    private static async Task<(StoreAccess Access, DateTimeOffset Until)> AskAsync(
        BucketAddress address, StoreAccess own, string? service, Func<AmazonSecurityTokenServiceClient, Task<Credentials>> ask)
    {
        var region = own.Region.Length > 0 ? own.Region : "us-east-1";
        var settings = new AmazonSecurityTokenServiceConfig { AuthenticationRegion = region };
        if (service is not null) settings.ServiceURL = service;
        else settings.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region);
        try
        {
            using var client = own.UsesAmbient
                ? new AmazonSecurityTokenServiceClient(settings)
                : new AmazonSecurityTokenServiceClient(own.SessionToken.Length > 0
                    ? new SessionAWSCredentials(own.AccessKeyId, own.SecretAccessKey, own.SessionToken)
                    : new BasicAWSCredentials(own.AccessKeyId, own.SecretAccessKey), settings);
            var made = await ask(client);
            var access = own with { AccessKeyId = made.AccessKeyId, SecretAccessKey = made.SecretAccessKey, SessionToken = made.SessionToken, UsesAmbient = false };
            return (access, new DateTimeOffset((made.Expiration ?? DateTime.UnixEpoch).ToUniversalTime(), TimeSpan.Zero));
        }
        catch (Exception fault) when (fault is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new BucketException(
                StoreTrouble.Denied,
                $"no temporary key for machines could be had for {address} ({fault.Message.TrimEnd('.')}); the account's own key never goes to a machine: "
                + $"name a role, or a key that opens only this bucket, under 'stores: {{{address}: ...}}' in the configuration (docs/stores.md)");
        }
    }
}
