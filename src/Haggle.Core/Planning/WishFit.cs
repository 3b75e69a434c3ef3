using System.Globalization;
using Haggle.Core.Market;
using Haggle.Core.Runs;

namespace Haggle.Core.Planning;

/// <summary>
/// Whether an offer is what a wish means: the one place where the two are compared. Answers with the set of everything that is missing, so that a
/// plan can say both why an offer lost and what would have to give.
/// </summary>
internal sealed class WishFit
{
    private readonly ResourceWish _wish;
    private readonly AcceleratorName _accelerator;
    private readonly Dictionary<string, AcceleratorName> _names;
    private readonly string[] _reasons;

    /// <summary>Prepares a wish for many offers.</summary>
    /// <param name="wish">The wish.</param>
    /// <param name="names">Names read before; a market has few kinds of accelerator and many offers.</param>
    public WishFit(ResourceWish wish, Dictionary<string, AcceleratorName> names)
    {
        _wish = wish;
        _names = names;
        _accelerator = AcceleratorName.Parse(wish.Accelerator);
        _reasons = [.. Enum.GetValues<Check>().Select(Describe)];
    }

    /// <summary>Everything that is compared, in the order in which a person would.</summary>
    public enum Check
    {
        Provider,
        Region,
        Zone,
        InstanceType,
        Maker,
        Accelerator,
        AcceleratorCount,
        AcceleratorMemory,
        Vcpus,
        Memory,
        MemoryPerVcpu,
        Spot,
        NotSpot,
        Price,
    }

    /// <summary>The provider that is wished for; "" for any.</summary>
    public string Provider => _wish.Provider;

    /// <summary>The checks that the offer fails, as bits; 0 when it fits.</summary>
    public int Misses(Quote quote)
    {
        var offer = quote.Offer;
        var missing = 0;
        Place(offer, ref missing);
        Accelerators(offer, ref missing);
        Machine(offer, ref missing);
        Miss(_wish.Spot == true && !offer.CanBeReclaimed && offer.Purchase is not Purchase.Owned, Check.Spot, ref missing);
        Miss(_wish.Spot == false && offer.CanBeReclaimed, Check.NotSpot, ref missing);
        Miss(_wish.MaxHourly is { } most && quote.Rate > most, Check.Price, ref missing);
        return missing;
    }

    /// <summary>The reason in words, to be read after a number of offers.</summary>
    public string Reason(int check) => _reasons[check];

    private void Place(Offer offer, ref int missing)
    {
        Miss(Differs(_wish.Provider, offer.Provider.Value), Check.Provider, ref missing);
        Miss(Differs(_wish.Region, offer.Region), Check.Region, ref missing);

        // An offer without a zone holds for all zones of its region.
        Miss(offer.Zone.Length > 0 && Differs(_wish.Zone, offer.Zone), Check.Zone, ref missing);
        Miss(Differs(_wish.InstanceType, offer.InstanceType), Check.InstanceType, ref missing);
    }

    private void Accelerators(Offer offer, ref int missing)
    {
        if (_wish.AcceleratorVendor.Length > 0) Miss(Differs(_wish.AcceleratorVendor, Name(offer).Maker), Check.Maker, ref missing);
        if (_accelerator.Model.Length > 0) Miss(!Name(offer).Satisfies(_accelerator, offer.AcceleratorMemory), Check.Accelerator, ref missing);

        // More accelerators than asked for change a training (its batch), so they are not the same; on a machine of one's own the rest stays idle.
        var enough = offer.Purchase == Purchase.Owned ? offer.AcceleratorCount >= _wish.AcceleratorCount : offer.AcceleratorCount.Equals(_wish.AcceleratorCount);
        Miss(_wish.AcceleratorCount > 0 && !enough, Check.AcceleratorCount, ref missing);
        Miss(!AcceleratorMemory.IsEnough(offer.AcceleratorMemory, _wish.AcceleratorMemory), Check.AcceleratorMemory, ref missing);
    }

    private void Machine(Offer offer, ref int missing)
    {
        var cpus = _wish.VcpusOrMore ? offer.Vcpus >= _wish.Vcpus : offer.Vcpus.Equals(_wish.Vcpus);
        Miss(_wish.Vcpus > 0 && !cpus, Check.Vcpus, ref missing);
        var memory = _wish.MemoryOrMore ? offer.Memory >= _wish.Memory : offer.Memory == _wish.Memory;
        Miss(_wish.Memory.Mib > 0 && !memory, Check.Memory, ref missing);
        Miss(_wish.MemoryPerVcpu > 0 && offer.Memory.ToGib() < _wish.MemoryPerVcpu * offer.Vcpus, Check.MemoryPerVcpu, ref missing);
    }

    private AcceleratorName Name(Offer offer)
    {
        if (_names.TryGetValue(offer.Accelerator, out var known)) return known;
        var read = AcceleratorName.Parse(offer.Accelerator);
        _names.Add(offer.Accelerator, read);
        return read;
    }

    private string Describe(Check check) => check switch
    {
        Check.Provider => $"not at {_wish.Provider}",
        Check.Region => $"not in {_wish.Region}",
        Check.Zone => $"not in zone {_wish.Zone}",
        Check.InstanceType => $"not {_wish.InstanceType}",
        Check.Maker => $"not by {_wish.AcceleratorVendor}",
        Check.Accelerator => $"without {_wish.Accelerator}",
        Check.AcceleratorCount => $"without {Number(_wish.AcceleratorCount)} {AcceleratorWord()}",
        Check.AcceleratorMemory => $"under {_wish.AcceleratorMemory} of accelerator memory",
        Check.Vcpus => _wish.VcpusOrMore ? $"under {Number(_wish.Vcpus)} vCPUs" : $"without exactly {Number(_wish.Vcpus)} vCPUs",
        Check.Memory => _wish.MemoryOrMore ? $"under {_wish.Memory}" : $"without exactly {_wish.Memory}",
        Check.MemoryPerVcpu => $"under {Number(_wish.MemoryPerVcpu)} GiB a vCPU",
        Check.Spot => "not spot",
        Check.NotSpot => "spot",
        Check.Price => $"above {_wish.MaxHourly}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private string AcceleratorWord() => _wish switch { { Accelerator.Length: > 0 } => _wish.Accelerator, { AcceleratorCount: 1 } => "accelerator", _ => "accelerators" };

    private static void Miss(bool missed, Check check, ref int missing)
    {
        if (missed) missing |= 1 << (int)check;
    }

    private static bool Differs(string wish, string offer) => wish.Length > 0 && !string.Equals(wish, offer, StringComparison.OrdinalIgnoreCase);

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
