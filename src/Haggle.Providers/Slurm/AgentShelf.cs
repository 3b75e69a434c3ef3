using System.Collections.Concurrent;
using System.Security.Cryptography;
using Haggle.Providers.Hosts;

namespace Haggle.Providers.Slurm;

/// <summary>Brings the agent to a cluster: once for each version, known by its hash, verified there. Thread-safe.</summary>
/// <param name="agentFile">The agent here, one self-contained file; "" when there is none.</param>
internal sealed class AgentShelf(string agentFile)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, string> _brought = new();

    /// <summary>The agent's path on the cluster.</summary>
    /// <exception cref="SlurmException">It cannot be brought.</exception>
    public async Task<string> BringAsync(SlurmSite site, CancellationToken cancellationToken)
    {
        var cluster = site.Cluster;
        if (cluster.Agent.Length > 0) return cluster.Agent;
        if (_brought.TryGetValue(cluster.Name, out var known)) return known;
        if (!File.Exists(agentFile))
            throw new SlurmException($"the agent {agentFile} is missing; build or install Haggle again, or name one in slurm.{cluster.Name}.agent", isTransient: false);
        if (File.Exists(agentFile + ".dll"))
            throw new SlurmException($"the agent {agentFile} is not one file; build it with ./haggle, or: dotnet publish src/Haggle.Agent -c Release -p:HaggleSingleFile=true", isTransient: false);
        try
        {
            string hash;
            await using (var file = File.OpenRead(agentFile)) hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
            var path = $"{site.Folder.Root}/agents/{hash[..16]}/haggle-agent";
            if (await HashThereAsync(site.Host, path, cancellationToken).ConfigureAwait(false) != hash)
            {
                await site.Host.SendAsync(agentFile, path, cancellationToken).ConfigureAwait(false);
                if (await HashThereAsync(site.Host, path, cancellationToken).ConfigureAwait(false) != hash)
                    throw new SlurmException($"the agent was damaged on its way to {path} on {site.Host.Name}", isTransient: true);
            }

            return _brought[cluster.Name] = path;
        }
        catch (HostException fault)
        {
            throw new SlurmException(fault.Message, fault.IsTransient, fault);
        }
        catch (IOException fault)
        {
            throw new SlurmException($"the agent {agentFile} cannot be read: {fault.Message}", isTransient: true, fault);
        }
    }

    private static async Task<string> HashThereAsync(IHost host, string path, CancellationToken cancellationToken)
    {
        var end = await host.RunAsync(new HostCommand { Words = ["/bin/sh", "-c", "mkdir -p \"${1%/*}\"; [ -x \"$1\" ] && sha256sum <\"$1\" || :", "haggle-agent", path], Limit = Limit }, cancellationToken)
            .ConfigureAwait(false);
        return end.Output.Split(' ')[0].Trim();
    }
}
