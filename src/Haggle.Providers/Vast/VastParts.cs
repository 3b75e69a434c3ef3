using Haggle.Providers.Hosts;
using Haggle.Providers.Http;
using Haggle.Providers.Rentals;

namespace Haggle.Providers.Vast;

/// <summary>Puts vast.ai together.</summary>
public static class VastParts
{
    /// <summary>The cloud as the server uses it.</summary>
    /// <param name="settings">From the configuration.</param>
    /// <param name="key">Gives the account's key; see <see cref="VastKey"/>.</param>
    /// <param name="folder">Where the book of machines is.</param>
    /// <param name="client">How the OpenSSH client is used.</param>
    /// <param name="privateKey">The file of the private key.</param>
    /// <param name="agentFile">The agent as one file.</param>
    /// <param name="time">The clock.</param>
    public static RentedCloud Make(VastSettings settings, Func<CancellationToken, Task<string>> key, string folder, SshSettings client, string privateKey, string agentFile, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(client);
        var caller = new CloudCaller(VastKey.Provider, settings.Endpoint, key, VastCloud.Error, new CallPace(VastCloud.Gaps, time), time);
        var cloud = new VastCloud(caller, settings);
        return new RentedCloud(cloud, folder, client, privateKey, agentFile, new VastDoctor(caller, cloud).ExamineAsync, time, caller);
    }
}
