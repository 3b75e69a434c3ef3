using System.Collections.Immutable;
using System.Globalization;
using Haggle.Core.Market;
using Haggle.Core.Pools;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Wire.Hosts;

namespace Haggle.Providers.Ssh;

/// <summary>
/// What a machine of the pool offers: its accelerators by one, two, four and so on up to all, each with its share of CPUs, memory and price; without accelerators, its CPUs
/// in the same way. Pure.
/// </summary>
internal static class PoolOffers
{
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
               from count in Counts(kind.Count())
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

    private static Offer Gpus(PoolMachine machine, HostFactsMessage facts, ProviderName provider, GpuMessage gpu, int count, int all) => Offer(machine, provider, $"{Number(count)}x-{Slug(gpu.Name)}") with
    {
        Accelerator = AcceleratorName.Parse(gpu.Name).Model,
        AcceleratorCount = count,
        AcceleratorMemory = Gib.FromMib(gpu.MemoryMib),
        Vcpus = Math.Max(1, facts.Vcpus * count / all),
        Memory = Gib.FromMib(facts.MemoryMib * count / all),
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

    private static HourlyRate Share(HourlyRate rate, int count, int all) => new(new Money((long)((Int128)rate.PerHour.NanoUsd * count / all)));

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

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
