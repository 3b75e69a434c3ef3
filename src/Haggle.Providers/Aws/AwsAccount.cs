using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Aws;

/// <summary>An account as it is used: where its services are, and who asks. Thread-safe.</summary>
public sealed class AwsAccount : IDisposable
{
    private readonly HttpClient _http;
    private string? _ownAddress;

    /// <summary>Makes the account.</summary>
    /// <param name="settings">Regions, network, images.</param>
    /// <param name="credentials">Whose it is; see <see cref="ByTheVendorsChain"/>.</param>
    /// <param name="time">The clock.</param>
    public AwsAccount(AwsSettings settings, Func<CancellationToken, Task<ImmutableCredentials>> credentials, TimeProvider time)
        : this(settings, credentials, time, AwsCaller.NewClient())
    {
    }

    /// <summary>Makes the account over a way of one's own to the services.</summary>
    internal AwsAccount(AwsSettings settings, Func<CancellationToken, Task<ImmutableCredentials>> credentials, TimeProvider time, HttpClient http)
    {
        _http = http;
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(credentials);
        ArgumentNullException.ThrowIfNull(time);
        if (settings.Regions.IsDefaultOrEmpty) throw new ArgumentException("a region must be named", nameof(settings));
        (Settings, Time) = (settings, time);
        Caller = new AwsCaller(_http, settings.Endpoint, credentials, time);
        Ec2 = new Ec2Client(Caller);
    }

    /// <summary>Regions, network, images.</summary>
    public AwsSettings Settings { get; }

    internal TimeProvider Time { get; }

    internal AwsCaller Caller { get; }

    internal Ec2Client Ec2 { get; }

    /// <summary>From where machines may be reached.</summary>
    /// <exception cref="ProviderException">Nobody says which address this computer has.</exception>
    internal async Task<string> OwnAddressAsync(CancellationToken cancellationToken)
    {
        if (Settings.OwnAddress.Length > 0) return Settings.OwnAddress;
        if (_ownAddress is { } known) return known;
        try
        {
            var told = (await _http.GetStringAsync(Settings.AddressService, cancellationToken).ConfigureAwait(false)).Trim();
            if (IPAddress.TryParse(told, out var address)) return _ownAddress = $"{address}/{(address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32)}";
        }
        catch (HttpRequestException)
        {
            // Said below, with what to do.
        }

        throw new ProviderException(AwsCaller.Provider, $"{Settings.AddressService} does not say which address this computer has; set aws.own_address in the configuration", isTransient: true);
    }

    /// <summary>AWS's own chain: environment, profiles, single sign-on, the machine's role. Renewed when it is about to expire.</summary>
    public static async Task<ImmutableCredentials> ByTheVendorsChain(CancellationToken cancellationToken)
    {
        var found = await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        return await found.GetCredentialsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
