using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Pools;
using Haggle.Core.Units;
using Haggle.Wire.Hosts;

namespace Haggle.Providers.Ssh;

/// <summary>What the queue needs to know of the pool, out of what its machines told. Pure.</summary>
internal static class PoolPictures
{
    /// <summary>The picture.</summary>
    /// <param name="told">Every machine of the pool with what it told last; null for one that is not reached.</param>
    /// <param name="now">The instant.</param>
    public static PoolPicture Of(IReadOnlyList<(PoolMachine Machine, HostFactsMessage? Facts)> told, DateTimeOffset now)
    {
        var holdings = ImmutableArray.CreateBuilder<PoolHolding>();
        var supplies = ImmutableArray.CreateBuilder<PoolSupply>(told.Count);
        for (var host = 0; host < told.Count; host++)
        {
            var (machine, facts) = told[host];
            if (facts is null)
            {
                supplies.Add(new PoolSupply { Name = machine.Name, IsOpen = false });
                continue;
            }

            var gpus = facts.Gpus.Where(gpu => gpu.Problem.Length == 0).ToImmutableArray();
            foreach (var allotment in facts.Allotments) holdings.Add(new PoolHolding(allotment.Token, Part(host, allotment, gpus)));
            supplies.Add(new PoolSupply
            {
                Name = machine.Name,
                Cards = [.. gpus.Select(gpu => new PoolCard(AcceleratorName.Parse(gpu.Name).Model, Gib.FromMib(gpu.MemoryMib), Free(gpu, facts)))],
                Vcpus = Math.Max(0, facts.Vcpus - facts.Allotments.Sum(each => each.Vcpus)),
                Memory = Gib.FromMib(Math.Max(0, facts.MemoryMib - facts.Allotments.Sum(each => each.MemoryMib))),
                IsOpen = !machine.Draining,
            });
        }

        return new PoolPicture(now, supplies.MoveToImmutable(), holdings.ToImmutable());
    }

    private static PoolPart Part(int host, AllotmentMessage allotment, ImmutableArray<GpuMessage> gpus) => new(
        host,
        [.. allotment.Gpus.Select(part => Index(gpus, part.Id)).Where(index => index >= 0)],
        allotment.Gpus.Select(part => part.Thousandths).DefaultIfEmpty(PoolCard.Whole).Max(),
        allotment.Vcpus,
        Gib.FromMib(allotment.MemoryMib));

    // A card on which a stranger computes is nobody's to give, and nobody knows for how long.
    private static int Free(GpuMessage gpu, HostFactsMessage facts)
    {
        var owners = facts.Allotments.Where(each => each.Gpus.Any(part => part.Id == gpu.Id)).ToArray();
        var isStrange = gpu.Processes.Any(process => !owners.Any(each => each.Token == process.Token || (process.Token.Length == 0 && (process.User.Length == 0 || each.User == process.User))));
        var given = owners.Sum(each => each.Gpus.Where(part => part.Id == gpu.Id).Sum(part => part.Thousandths));
        return isStrange ? 0 : Math.Max(0, PoolCard.Whole - given);
    }

    private static int Index(ImmutableArray<GpuMessage> gpus, string id)
    {
        for (var i = 0; i < gpus.Length; i++)
            if (gpus[i].Id == id) return i;
        return -1;
    }
}
