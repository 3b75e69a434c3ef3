using System.Collections.Immutable;
using System.Globalization;
using Haggle.Core.Market;
using Haggle.Core.Pools;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Wire.Hosts;

namespace Haggle.Providers.Ssh;

/// <summary>
/// What a machine of the pool offers: its accelerators by a quarter, a half, one, two and so on up to all, each with its share of CPUs, memory and price; without accelerators, its CPUs
/// in the same way. Pure.
/// </summary>
internal static class PoolOffers
{
    private const int EveryCountUpTo = 8;

    // For those who ask for less than a card.
    private static readonly double[] Shares = [0.25, 0.5];

    /// <summary>Its offers, the smallest first.</summary>
    public static ImmutableArray<PoolOffer> Of(PoolMachine machine, HostFactsMessage facts, ProviderName provider, DateTimeOffset now)
    {
        var usable = facts.Gpus.Where(gpu => gpu.Problem.Length == 0).ToArray();
        var source = new Provenance($"the pool: {machine.Name}", now);

        // Where there are accelerators, their CPUs are for feeding them.
        if (usable.Length == 0) return [.. Counts(facts.Vcpus).Select(count => new PoolOffer(new Quote(Cpus(machine, facts, provider, count), Share(machine.Rate, count, facts.Vcpus), source), ""))];
        return
        [
            .. from kind in usable.GroupBy(gpu => (gpu.Name, gpu.MemoryMib)).OrderBy(kind => kind.Min(gpu => gpu.Index))
               from count in Shares.Concat(Whole(kind.Count()))
               select new PoolOffer(new Quote(Gpus(machine, facts, provider, kind.First(), count, usable.Length), Share(machine.Rate, count, usable.Length), source), kind.Key.Name),
        ];
    }

    /// <summary>The part of the machine that a launch is for.</summary>
    public static AllotRequest Part(LaunchRequest request, PoolOffer offer) => new()
    {
        Token = request.Token.Value,
        Owner = request.Owner.Value,
        Run = request.Run.ToString(),
        Gpus = offer.Quote.Offer.AcceleratorCount,
        GpuName = offer.GpuName,
        GpuMemoryMib = offer.Quote.Offer.AcceleratorMemory.Mib,
        Vcpus = offer.Quote.Offer.AcceleratorCount > 0 ? 0 : offer.Quote.Offer.Vcpus,
    };

    private static Offer Gpus(PoolMachine machine, HostFactsMessage facts, ProviderName provider, GpuMessage gpu, double count, int all) => Offer(machine, provider, $"{Number(count)}x-{Slug(gpu.Name)}") with
    {
        Accelerator = AcceleratorName.Parse(gpu.Name).Model,
        AcceleratorCount = count,
        AcceleratorMemory = Gib.FromMib(gpu.MemoryMib),
        Vcpus = Math.Max(1, Math.Floor(facts.Vcpus * count / all)),
        Memory = Gib.FromMib((long)(facts.MemoryMib * count / all)),
    };

    private static Offer Cpus(PoolMachine machine, HostFactsMessage facts, ProviderName provider, int count) => Offer(machine, provider, $"{Number(count)}-cpu") with
    {
        Vcpus = count,
        Memory = Gib.FromMib(facts.MemoryMib * count / facts.Vcpus),
    };

    private static Offer Offer(PoolMachine machine, ProviderName provider, string type) => new()
    {
        Key = new OfferKey($"{provider}/{machine.Name}/{type}/owned"),
        Provider = provider,
        Region = machine.Name,
        InstanceType = type,
        Purchase = Purchase.Owned,
    };

    private static HourlyRate Share(HourlyRate rate, double count, int all) => new(new Money((long)((decimal)rate.PerHour.NanoUsd * (decimal)count / all)));

    // A training has the number of cards that it was written for; beyond a few, only those that machines are built with.
    private static IEnumerable<double> Whole(int all) => Enumerable.Range(1, Math.Min(all, EveryCountUpTo)).Union(Counts(all)).Order().Select(count => (double)count);

    private static IEnumerable<int> Counts(int all)
    {
        for (var count = 1; count < all; count *= 2) yield return count;
        if (all > 0) yield return all;
    }

    private static string Slug(string name)
    {
        var words = name.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word is not ("nvidia" or "amd" or "tesla" or "geforce" or "instinct"));
        return string.Concat(string.Join('-', words).Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'));
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
