using System.Collections.Immutable;
using System.Globalization;
using Haggle.Core.Market;
using Haggle.Core.Units;
using Haggle.Providers.Slurm.Reading;

namespace Haggle.Providers.Slurm;

/// <summary>
/// What a cluster offers: parts of its nodes, by partition. With GPUs: so many of them with their share of the node's CPUs and memory; without: powers of two of
/// CPUs with their share of the memory. A partition whose jobs may be taken back is spot, any other is owned. Pure.
/// </summary>
internal static class SlurmOffers
{
    public static readonly ProviderName Provider = new("slurm");

    // Every count up to this: nobody has to take a fourth GPU for want of three.
    private const int GpusOneByOne = 8;

    /// <summary>The offers, each key once.</summary>
    public static ImmutableArray<SlurmOffer> Of(SlurmCluster cluster, ImmutableArray<SlurmQueue> queues, ImmutableArray<SlurmNode> nodes, DateTimeOffset now)
    {
        var offers = new Dictionary<string, SlurmOffer>(StringComparer.Ordinal);
        foreach (var queue in queues.Where(each => each.IsUp))
        {
            if (Priced(cluster, queue.Name) is not { } partition) continue;
            foreach (var node in nodes.Where(each => each.IsUsable && each.IsIn(queue.Name) && each.Cpus > 0))
                foreach (var offer in Parts(cluster, partition, queue, node, now)) offers.TryAdd(offer.Quote.Offer.Key.Value, offer);
        }

        return [.. offers.Values];
    }

    private static SlurmPartition? Priced(SlurmCluster cluster, string name) =>
        cluster.Partitions.IsDefaultOrEmpty ? new SlurmPartition { Name = name } : cluster.Partitions.FirstOrDefault(each => each.Name == name);

    private static IEnumerable<SlurmOffer> Parts(SlurmCluster cluster, SlurmPartition partition, SlurmQueue queue, SlurmNode node, DateTimeOffset now)
    {
        for (var cpus = 1; cpus < node.Cpus; cpus *= 2) yield return Part(cluster, partition, queue, node, 0, cpus, now);
        yield return Part(cluster, partition, queue, node, 0, node.Cpus, now);
        for (var gpus = 1; gpus < node.Gpus; gpus = gpus < GpusOneByOne ? gpus + 1 : gpus * 2)
            yield return Part(cluster, partition, queue, node, gpus, Math.Max(1, node.Cpus * gpus / node.Gpus), now);
        if (node.Gpus > 0) yield return Part(cluster, partition, queue, node, node.Gpus, node.Cpus, now);
    }

    private static SlurmOffer Part(SlurmCluster cluster, SlurmPartition partition, SlurmQueue queue, SlurmNode node, int gpus, int cpus, DateTimeOffset now)
    {
        var (part, whole) = gpus * node.Cpus > cpus * Math.Max(1, node.Gpus) ? (gpus, node.Gpus) : (cpus, node.Cpus);
        var memory = Math.Max(1, node.MemoryMib * (gpus > 0 ? gpus : cpus) / (gpus > 0 ? node.Gpus : node.Cpus));
        var model = gpus == 0 ? null : AcceleratorTable.Resolve(partition.Gpu.Length > 0 ? partition.Gpu : node.GpuType, 0, out _);
        var gpu = gpus == 0 ? "" : model?.Name ?? (partition.Gpu.Length > 0 ? partition.Gpu : node.GpuType.Length > 0 ? node.GpuType : "GPU");
        var purchase = (partition.Preemptible ?? queue.IsPreemptible) ? Purchase.Spot : Purchase.Owned;
        var type = TypeName(gpu, gpus, cpus, memory);
        var word = purchase == Purchase.Spot ? "spot" : "owned";
        var offer = new Offer
        {
            Key = new OfferKey($"{Provider}/{cluster.Name}:{queue.Name}/{type}/{word}"),
            Provider = Provider,
            Region = cluster.Name,
            Zone = queue.Name,
            InstanceType = type,
            Accelerator = gpu,
            AcceleratorCount = gpus,
            AcceleratorMemory = model is null ? default : Gib.FromGib(model.MemoryGb.Value),
            Vcpus = cpus,
            Memory = Gib.FromMib(memory),
            Purchase = purchase,
        };
        var rate = Share(partition.NodeHour, part, whole) + partition.GpuHour * gpus + partition.CpuHour * cpus;
        var quote = new Quote(offer, rate, new Provenance("configuration", now));
        return new SlurmOffer(quote, partition, queue, cpus, memory, gpus, node.GpuType);
    }

    // "2xh200-16cpu-256g": what a person would say. No slashes and colons, which part the key.
    private static string TypeName(string gpu, int gpus, int cpus, long memoryMib)
    {
        var memory = memoryMib >= 1024 ? (memoryMib / 1024.0).ToString("0.#", CultureInfo.InvariantCulture) + "g" : memoryMib.ToString(CultureInfo.InvariantCulture) + "m";
        var cards = gpus == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{gpus}x{gpu.Replace('/', '-').Replace(':', '-')}-");
        return string.Create(CultureInfo.InvariantCulture, $"{cards}{cpus}cpu-{memory}");
    }

    private static HourlyRate Share(HourlyRate rate, int part, int whole) =>
        new(new Money((long)(((Int128)rate.PerHour.NanoUsd * part + whole / 2) / whole)));
}
