using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Tasks;
using Haggle.Engine.Ports;
using Haggle.Wire.Agent;

namespace Haggle.Server.Gateway;

/// <summary>The container of an order.</summary>
internal static class ContainerMapping
{
    private const string Prefix = "docker:";

    /// <summary>The container that a job's scripts run in on a machine; null for the machine itself.</summary>
    public static ContainerMessage? Of(AgentOrder order)
    {
        var offer = order.Slot.Quote.Offer;
        // The image of the wish that the machine was rented for; wishes that name none leave it to the others.
        var images = order.Job.Wishes.IsDefault ? [] : order.Job.Wishes.Select(wish => (Wish: wish, Image: wish.ImageIn(offer.Region))).Where(each => each.Image.StartsWith(Prefix, StringComparison.Ordinal)).ToArray();
        if (images.Length == 0) return null;
        var image = images.Where(each => IsFor(each.Wish, offer)).Append(images[0]).First().Image;
        var options = order.Job.Container ?? new ContainerOptions();
        return new ContainerMessage
        {
            Image = image[Prefix.Length..].Trim(),
            Engine = options.Engine,
            Network = options.Network switch { ContainerNetwork.None => "none", ContainerNetwork.Bridge => "bridge", _ => "host" },
            ShmMib = options.Shm?.Mib ?? 0,
            MemoryMib = options.Memory?.Mib ?? 0,
            Cpus = options.Cpus ?? 0,
            Pids = options.Pids ?? 0,
            Root = options.Root,
            RunOptions = options.RunOptions.IsDefault ? [] : [.. options.RunOptions],
            Gpus = (int)Math.Ceiling(offer.AcceleratorCount),
            Accelerator = offer.Accelerator,
            Capability = offer.Accelerator.Length > 0 ? AcceleratorTable.Find(offer.Accelerator)?.ComputeCapability ?? "" : "",
        };
    }

    private static bool IsFor(ResourceWish wish, Offer offer) =>
        (wish.Accelerator.Length == 0 || offer.Accelerator.StartsWith(wish.Accelerator, StringComparison.OrdinalIgnoreCase))
        && (wish.Region.Length == 0 || wish.Region == offer.Region) && (wish.Provider.Length == 0 || wish.Provider == offer.Provider.Value);
}
