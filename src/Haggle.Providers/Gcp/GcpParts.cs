using Haggle.Core.Market;
using Haggle.Providers.Hosts;
using Haggle.Providers.Http;
using Haggle.Providers.Rentals;

namespace Haggle.Providers.Gcp;

/// <summary>Puts Google Cloud together.</summary>
public static class GcpParts
{
    private static readonly Dictionary<string, TimeSpan> NoGaps = [];

    /// <summary>The cloud as the server uses it.</summary>
    /// <param name="settings">From the configuration.</param>
    /// <param name="token">Gives a token for the account; see <see cref="GcpLogin"/>.</param>
    /// <param name="listed">The list prices, by region.</param>
    /// <param name="folder">Where the book of machines is.</param>
    /// <param name="client">How the OpenSSH client is used.</param>
    /// <param name="privateKey">The file of the private key.</param>
    /// <param name="agentFile">The agent as one file.</param>
    /// <param name="time">The clock.</param>
    public static RentedCloud Make(GcpSettings settings, Func<CancellationToken, Task<string>> token, Func<IReadOnlyList<Quote>> listed, string folder, SshSettings client, string privateKey, string agentFile, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(client);
        var caller = new CloudCaller(GcpLogin.Provider, settings.Endpoint, token, GcpCloud.Error, new CallPace(NoGaps, time), time);
        var firewall = new GcpFirewall(caller, settings);
        var cloud = new GcpCloud(caller, settings, listed, firewall);
        return new RentedCloud(cloud, folder, client, privateKey, agentFile, new GcpDoctor(caller, cloud, settings).ExamineAsync, time, caller, firewall);
    }
}
