using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Tasks;
using Haggle.Core.Units;

namespace Haggle.Core.Runs;

/// <summary>One kind of machine that would do for a job. Everything left empty does not matter.</summary>
public sealed record ResourceWish
{
    /// <summary>The provider wanted, or "".</summary>
    public string Provider { get; init; } = "";

    /// <summary>The region wanted, or "".</summary>
    public string Region { get; init; } = "";

    /// <summary>The zone wanted, or "".</summary>
    public string Zone { get; init; } = "";

    /// <summary>The instance type wanted, or "".</summary>
    public string InstanceType { get; init; } = "";

    /// <summary>The accelerator wanted (canonical name), or "" for none or any.</summary>
    public string Accelerator { get; init; } = "";

    /// <summary>How many accelerators a machine must have; 0 when none is asked for.</summary>
    public double AcceleratorCount { get; init; }

    /// <summary>The least memory of each accelerator.</summary>
    public Gib AcceleratorMemory { get; init; }

    /// <summary>The maker wanted ("NVIDIA"), or "".</summary>
    public string AcceleratorVendor { get; init; } = "";

    /// <summary>The virtual CPUs wanted; 0 for any.</summary>
    public double Vcpus { get; init; }

    /// <summary>Whether more virtual CPUs do as well.</summary>
    public bool VcpusOrMore { get; init; } = true;

    /// <summary>The memory wanted; zero for any.</summary>
    public Gib Memory { get; init; }

    /// <summary>Whether more memory does as well.</summary>
    public bool MemoryOrMore { get; init; } = true;

    /// <summary>The memory wanted in GiB per virtual CPU; 0 for any.</summary>
    public double MemoryPerVcpu { get; init; }

    /// <summary>True: machines that can be reclaimed; false: others; null: whichever is the better deal.</summary>
    public bool? Spot { get; init; }

    /// <summary>The most that one machine may cost an hour.</summary>
    public HourlyRate? MaxHourly { get; init; }

    /// <summary>The images to start from, by region ("" for everywhere), as the task file names them; empty for none.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Images { get; init; } = [];

    /// <summary>The image to start from in a region, or "".</summary>
    public string ImageIn(string region)
    {
        if (Images.IsDefaultOrEmpty) return "";
        foreach (var (where, image) in Images)
            if (where.Length == 0 || where == region) return image;
        return "";
    }

    /// <summary>The wish that a task file's choice of resources is.</summary>
    public static ResourceWish Of(ResourceChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        var named = choice.Accelerators as AcceleratorRequest.Named;
        var sized = choice.Accelerators as AcceleratorRequest.WithMemory;
        var amount = choice.Memory as MemoryRequest.Amount;
        var ratio = choice.Memory as MemoryRequest.PerCpu;
        return new ResourceWish
        {
            Provider = choice.Placement.Cloud ?? "",
            Region = choice.Placement.Region ?? "",
            Zone = choice.Placement.Zone ?? "",
            InstanceType = choice.InstanceType ?? "",
            Accelerator = named?.Name ?? "",
            AcceleratorCount = choice.Accelerators?.Count ?? 0,
            AcceleratorMemory = sized?.Memory ?? default,
            AcceleratorVendor = sized?.Manufacturer ?? "",
            Vcpus = choice.Cpus?.Count ?? 0,
            VcpusOrMore = choice.Cpus?.OrMore ?? true,
            Memory = amount?.Memory ?? default,
            MemoryOrMore = amount?.OrMore ?? true,
            MemoryPerVcpu = ratio?.GibPerCpu ?? 0,
            Spot = choice.UseSpot,
            MaxHourly = choice.MaxHourlyCost,
            Images = choice.Image switch
            {
                ImageChoice.Everywhere everywhere => [KeyValuePair.Create("", everywhere.Id)],
                ImageChoice.ByRegion byRegion => [.. byRegion.Ids],
                _ => [],
            },
        };
    }

    /// <summary>The wish that only one offer fulfils: its provider, place, instance type and way to buy.</summary>
    /// <param name="key">The key, "provider/region[:zone]/instance type/purchase", or a provider alone for anything there. Without a region it is any region; the purchase "any" is whichever is the better deal.</param>
    public static ResourceWish Only(OfferKey key)
    {
        // A place of a marketplace may hold slashes nowhere, but commas and blanks; the type and the purchase are the last two parts.
        var parts = key.Value.Split('/');
        if (parts.Length < 4) return new ResourceWish { Provider = parts[0] };
        var place = string.Join('/', parts[1..^2]);
        var colon = place.LastIndexOf(':');
        return new ResourceWish
        {
            Provider = parts[0],
            Region = colon < 0 ? place : place[..colon],
            Zone = colon < 0 ? "" : place[(colon + 1)..],
            InstanceType = parts[^2],
            Spot = parts[^1] switch { "spot" or "bid" => true, "owned" or "any" => null, _ => false },
        };
    }
}
