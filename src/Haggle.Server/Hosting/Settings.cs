using System.Collections.Immutable;
using Haggle.Core.Policy;
using Haggle.Providers.Local;
using Haggle.Providers.Slurm;
using Haggle.TaskFiles;
using Haggle.TaskFiles.Clouds;
using Haggle.TaskFiles.Clusters;

namespace Haggle.Server.Hosting;

/// <summary>The configuration of a state folder as the parts of the server want it.</summary>
/// <param name="Local">This machine's price and limits.</param>
/// <param name="Policy">Patience and care.</param>
/// <param name="Stores">What opens which stores.</param>
internal sealed record Settings(LocalSettings Local, RunPolicy Policy, ImmutableArray<StoreEntry> Stores)
{
    /// <summary>The Slurm clusters.</summary>
    public SlurmSettings Slurm { get; init; } = new();

    /// <summary>AWS; null when it is not used.</summary>
    public AwsEntry? Aws { get; init; }

    /// <summary>The clouds that machines are rented from one by one.</summary>
    public RentedEntries Rented { get; init; } = new();

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
        return new Settings(local, policy, read.Stores) { Slurm = SlurmOf(read), Aws = read.Aws, Rented = new RentedEntries(read.Vast, read.Lambda, read.RunPod, read.Gcp) };
    }

    private static SlurmSettings SlurmOf(Configuration read)
    {
        var slurm = new SlurmSettings { Clusters = [.. read.Clusters.Select(ClusterOf)] };
        return read.QueuePatience is { } patience ? slurm with { QueuePatience = patience } : slurm;
    }

    private static SlurmCluster ClusterOf(ClusterEntry entry) => new()
    {
        Name = entry.Name,
        Login = entry.Login,
        Shared = entry.Shared,
        Agent = entry.Agent,
        Account = entry.Account,
        Qos = entry.Qos,
        Constraint = entry.Constraint,
        Bin = entry.Bin,
        Conf = entry.Conf,
        Prologue = entry.Prologue,
        Partitions = [.. entry.Partitions.Select(PartitionOf)],
        Rest = entry.Rest is { } rest ? new SlurmRestAddress(rest.Url, rest.TokenFile, rest.User, rest.Version) : null,
    };

    private static SlurmPartition PartitionOf(PartitionEntry entry) => new()
    {
        Name = entry.Name,
        NodeHour = entry.NodeHour,
        GpuHour = entry.GpuHour,
        CpuHour = entry.CpuHour,
        Account = entry.Account,
        Qos = entry.Qos,
        Constraint = entry.Constraint,
        Gpu = entry.Gpu,
        Preemptible = entry.Preemptible,
        Time = entry.Time,
    };
}
