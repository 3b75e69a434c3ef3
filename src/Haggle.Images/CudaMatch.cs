using System.Collections.Immutable;

namespace Haggle.Images;

/// <summary>
/// Decides whether an image's CUDA runs with a driver and cards (NVIDIA CUDA Compatibility): by a driver that is new enough; by minor version
/// compatibility within a major version from 11 on; or by the forward-compatibility package in the image, on data-center cards and on the driver
/// branches that it was made for. Independently of that, the image's code must be for the card. Pure.
/// </summary>
public static class CudaMatch
{
    private const int MostNamed = 2;

    /// <summary>Decides.</summary>
    public static CudaVerdict Decide(ImageNeeds needs, HostCards host, CudaFacts facts)
    {
        ArgumentNullException.ThrowIfNull(needs);
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(facts);
        if (!needs.Cuda.IsKnown) return new CudaVerdict(CudaOutcome.Runs, "");
        var byCard = ByCard(needs, host, facts);
        if (byCard.Outcome is CudaOutcome.Refused && !needs.IsToolkit) return byCard;
        if (byCard.Outcome is CudaOutcome.Refused)
            byCard = new CudaVerdict(CudaOutcome.RunsWithLimits, byCard.Why[..byCard.Why.LastIndexOf(": ", StringComparison.Ordinal)] + ": only programs that bring their own CUDA libraries run in it");
        var byDriver = ByDriver(needs, host, facts);
        return byDriver.Outcome >= byCard.Outcome ? byDriver : byCard;
    }

    private static CudaVerdict ByCard(ImageNeeds needs, HostCards host, CudaFacts facts)
    {
        var toolkit = facts.Find(needs.Cuda);
        var least = needs.CapabilityMin.IsKnown ? needs.CapabilityMin : toolkit?.CapabilityMin ?? default;
        var most = needs.CapabilityMax.IsKnown ? needs.CapabilityMax : toolkit?.CapabilityMax ?? default;
        foreach (var card in host.Cards.Where(card => card.Capability.IsKnown))
        {
            if (least.IsKnown && card.Capability < least)
                return Refuse($"image has CUDA {needs.Cuda} code for compute capability {least} and later, {card.Name} has {card.Capability}", host, facts);
            // Code for 8.0 runs on 8.9, code for 9.0 does not run on 10.0: NVIDIA's binary compatibility ends with the major number.
            if (most.IsKnown && card.Capability.Major > most.Major)
                return Refuse($"image has CUDA {needs.Cuda} code for compute capability up to {most}, {card.Name} has {card.Capability}", host, facts);
        }

        return new CudaVerdict(CudaOutcome.Runs, "");
    }

    private static CudaVerdict ByDriver(ImageNeeds needs, HostCards host, CudaFacts facts)
    {
        if (!host.Driver.IsKnown) return new CudaVerdict(CudaOutcome.Runs, "");
        var allowed = facts.AllowedBy(host.Driver);
        // A version that is newer than every row needs at least what the newest row needs.
        var least = (facts.Find(needs.Cuda) ?? facts.Toolkits[0]).DriverMin;
        if (host.Driver >= least || allowed?.Cuda >= needs.Cuda) return new CudaVerdict(CudaOutcome.Runs, "");
        if (facts.Families.TryGetValue(needs.Cuda.Major, out var family) && host.Driver >= family)
            return new CudaVerdict(
                CudaOutcome.RunsWithLimits,
                $"image has CUDA {needs.Cuda}, driver {host.Driver} on {host.Host} is of CUDA {allowed?.Cuda}: it runs by minor version compatibility, but code that is "
                + $"compiled when it starts (PTX) and features newer than {allowed?.Cuda} do not work");
        var compat = ByCompatPackage(needs, host, facts);
        return compat ?? Refuse($"image needs CUDA {needs.Cuda}, driver {Branch(host.Driver)} on {host.Host} allows {allowed?.Cuda.ToString() ?? "no CUDA that is known"}", host, facts);
    }

    private static CudaVerdict? ByCompatPackage(ImageNeeds needs, HostCards host, CudaFacts facts)
    {
        if (needs.HasCompat == false || host.Cards.IsEmpty || !host.Cards.All(card => card.IsDataCenter)) return null;
        var branches = needs.Branches.IsEmpty ? facts.Find(needs.Cuda)?.CompatBranches ?? [] : needs.Branches;
        if (!branches.IsEmpty && !branches.Contains(host.Driver.Major)) return null;
        if (needs.HasCompat is null || branches.IsEmpty)
            return new CudaVerdict(CudaOutcome.DependsOnImage, $"image needs CUDA {needs.Cuda} and driver {Branch(host.Driver)} on {host.Host} is older: it runs only if NVIDIA's forward-compatibility package is in the image");
        return new CudaVerdict(CudaOutcome.RunsWithLimits, $"image has CUDA {needs.Cuda}, driver {Branch(host.Driver)} on {host.Host} is older: it runs by the forward-compatibility package in the image");
    }

    private static CudaVerdict Refuse(string what, HostCards host, CudaFacts facts)
    {
        var better = Better(image => Fits(image, host, facts), facts);
        if (better.IsEmpty) better = Better(image => FitsMinor(image, host, facts), facts);
        var use = better.IsEmpty ? "install a newer driver, or use another machine" : $"use {string.Join(" or ", better)}";
        return new CudaVerdict(CudaOutcome.Refused, $"{what}: {use}");
    }

    /// <summary>Whether a framework's image runs without limits.</summary>
    internal static bool Fits(FrameworkImage image, HostCards host, CudaFacts facts) =>
        (!host.Driver.IsKnown || facts.AllowedBy(host.Driver)?.Cuda >= image.Cuda)
        && host.Cards.All(card => !card.Capability.IsKnown || (card.Capability >= image.CapabilityMin && card.Capability.Major <= image.CapabilityMax.Major));

    private static bool FitsMinor(FrameworkImage image, HostCards host, CudaFacts facts) =>
        facts.Families.TryGetValue(image.Cuda.Major, out var family) && host.Driver >= family && Fits(image, host with { Driver = default }, facts);

    private static ImmutableArray<string> Better(Func<FrameworkImage, bool> fits, CudaFacts facts) =>
        [.. facts.Images.Where(image => image.Framework is "pytorch" or "cuda" && fits(image)).GroupBy(image => image.Framework).Select(group => group.First().Image).Take(MostNamed)];

    private static string Branch(DottedVersion driver) => driver.Major.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
