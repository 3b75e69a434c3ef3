using Haggle.Providers.Hosts;
using Haggle.Providers.Http;
using Haggle.Providers.Rentals;

namespace Haggle.Providers.RunPod;

/// <summary>Puts RunPod together.</summary>
public static class RunPodParts
{
    /// <summary>The cloud as the server uses it.</summary>
    /// <param name="settings">From the configuration.</param>
    /// <param name="key">Gives the account's key; see <see cref="RunPodKey"/>.</param>
    /// <param name="folder">Where the book of machines is.</param>
    /// <param name="client">How the OpenSSH client is used.</param>
    /// <param name="privateKey">The file of the private key.</param>
    /// <param name="agentFile">The agent as one file.</param>
    /// <param name="time">The clock.</param>
    public static RentedCloud Make(RunPodSettings settings, Func<CancellationToken, Task<string>> key, string folder, SshSettings client, string privateKey, string agentFile, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(client);
        var caller = new CloudCaller(RunPodKey.Provider, settings.Endpoint, key, RunPodCloud.Error, new CallPace(new Dictionary<string, TimeSpan>(), time), time);
        var cloud = new RunPodCloud(caller, settings);
        return new RentedCloud(cloud, folder, client, privateKey, agentFile, new RunPodDoctor(cloud).ExamineAsync, time, caller);
    }
}
