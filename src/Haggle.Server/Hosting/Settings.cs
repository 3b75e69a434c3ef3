using System.Collections.Immutable;
using Haggle.Core.Policy;
using Haggle.Providers.Local;
using Haggle.TaskFiles;

namespace Haggle.Server.Hosting;

/// <summary>The configuration of a state folder as the parts of the server want it.</summary>
/// <param name="Local">This machine's price and limits.</param>
/// <param name="Policy">Patience and care.</param>
/// <param name="Stores">What opens which stores.</param>
internal sealed record Settings(LocalSettings Local, RunPolicy Policy, ImmutableArray<StoreEntry> Stores)
{
    /// <summary>Reads the file; no file means every default.</summary>
    /// <exception cref="ConfigurationException">The file has errors; all are told at once.</exception>
    public static Settings Read(HomeFolder home)
    {
        var read = new Configuration();
        if (File.Exists(home.Configuration))
        {
            var (configuration, problems) = Configuration.Read(home.Configuration, File.ReadAllBytes(home.Configuration));
            read = configuration ?? throw new ConfigurationException(string.Join('\n', problems.Where(p => p.IsError)));
        }

        var local = new LocalSettings { Rate = read.LocalPrice, MemoryLimit = read.LocalMemory, CpuLimit = read.LocalCpus };
        if (read.LocalName is { } name) local = local with { Name = name };
        var policy = new RunPolicy();
        if (read.Lease is { } lease) policy = policy with { Lease = lease };
        if (read.Grace is { } grace) policy = policy with { Grace = grace };
        if (read.SpotPatience is { } patience) policy = policy with { SpotPatience = patience };
        policy = policy with { ValueOfTime = read.ValueOfTime };
        return new Settings(local, policy, read.Stores);
    }
}
