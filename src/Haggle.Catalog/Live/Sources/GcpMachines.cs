using Haggle.Catalog.Imports;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Live.Sources;

/// <summary>Puts the prices of Compute Engine's machines together: cores, memory, accelerators, and the local disk that some cannot be had without.</summary>
internal sealed class GcpMachines(Intake intake, GcpPartPrices prices, HashSet<(string Type, string Region)>? places)
{
    private const int MibPerGib = 1024;

    /// <summary>Months of 730 hours, as Google bills storage.</summary>
    private const int HoursPerMonth = 730;

    // GiB of local disk for each accelerator (cloud.google.com/compute/docs/gpus, 2026-08). Without it prices were 1 to 2 % too low.
    private static readonly (string Prefix, int GibEach)[] Disks = [("a2-ultragpu-", 375), ("a3-highgpu-", 750), ("a3-megagpu-", 750)];

    // Accelerators that are attached to machines of the n1 family, by how many: limits of processors for each leave these.
    private static readonly (string Card, string Name, int Count, string Host)[] Attached =
    [
        ("T4", "nvidia-tesla-t4", 1, "n1-standard-8"), ("T4", "nvidia-tesla-t4", 2, "n1-standard-16"), ("T4", "nvidia-tesla-t4", 4, "n1-standard-32"),
        ("V100", "nvidia-tesla-v100", 1, "n1-standard-8"), ("V100", "nvidia-tesla-v100", 2, "n1-standard-16"), ("V100", "nvidia-tesla-v100", 4, "n1-standard-32"), ("V100", "nvidia-tesla-v100", 8, "n1-standard-64"),
        ("P100", "nvidia-tesla-p100", 1, "n1-standard-8"), ("P100", "nvidia-tesla-p100", 2, "n1-standard-16"), ("P100", "nvidia-tesla-p100", 4, "n1-standard-32"),
        ("P4", "nvidia-tesla-p4", 1, "n1-standard-8"), ("P4", "nvidia-tesla-p4", 2, "n1-standard-16"), ("P4", "nvidia-tesla-p4", 4, "n1-standard-32"),
    ];

    public void Keep()
    {
        foreach (var region in prices.Regions)
        {
            foreach (var machine in intake.Machines.Of("gcp"))
            {
                if (places is not null && !places.Contains((machine.InstanceType, region))) continue;
                foreach (var isSpot in (ReadOnlySpan<bool>)[false, true])
                    if ((isSpot || IsSoldOnDemand(machine)) && Price(machine, region, isSpot) is { } price) intake.Keep(intake.Machine("gcp", region, machine.InstanceType, isSpot ? Purchase.Spot : Purchase.OnDemand, price));
            }

            foreach (var (card, name, count, host) in Attached) Attach(region, card, name, count, host);
        }
    }

    // Prices on demand exist for these, machines do not: they are had by reservation or spot.
    private static bool IsSoldOnDemand(MachineKind machine) =>
        !machine.InstanceType.StartsWith("a4", StringComparison.Ordinal) && !machine.InstanceType.StartsWith("a3-ultragpu", StringComparison.Ordinal) && !(machine.InstanceType.StartsWith("a3-highgpu", StringComparison.Ordinal) && machine.AcceleratorCount < 8);

    private void Attach(string region, string card, string name, int count, string host)
    {
        if (intake.Machines.Find("gcp", host) is not { } machine || AcceleratorTable.Find(card) is not { } model) return;
        foreach (var isSpot in (ReadOnlySpan<bool>)[false, true])
            if (Price(machine, region, isSpot) is { } price && prices.Find("gpu " + card, region, isSpot) is { } each)
                intake.Keep(intake.Machine("gcp", region, host, isSpot ? Purchase.Spot : Purchase.OnDemand, price + (each * count)) with { InstanceType = count == 1 ? $"{host}+{name}" : $"{host}+{count}x{name}", Accelerator = model, AcceleratorCount = count });
    }

    // Null when one of the parts has no price there, or a part of a core is meant, which is billed in another way.
    private Money? Price(MachineKind machine, string region, bool isSpot)
    {
        var family = machine.InstanceType.StartsWith("a3-megagpu", StringComparison.Ordinal) ? "a3-megagpu" : machine.InstanceType.StartsWith("a3-ultragpu", StringComparison.Ordinal) ? "a3-ultragpu" : machine.InstanceType.Split('-')[0];
        if (machine.Vcpus != Math.Floor(machine.Vcpus) || machine.Vcpus < 1 || family is "f1" or "g1" or "m2" || machine.InstanceType is "e2-micro" or "e2-small" or "e2-medium") return null;
        if (prices.Find("core " + family, region, isSpot) is not { } core || prices.Find("ram " + family, region, isSpot) is not { } ram) return null;
        var sum = (core * (long)machine.Vcpus) + Share(ram, machine.Memory.Mib, MibPerGib);
        if (machine.Accelerator is null) return sum;
        if (machine.AcceleratorCount != Math.Floor(machine.AcceleratorCount) || prices.Find("gpu " + (family == "a3-megagpu" ? "H100 mega" : machine.Accelerator.Name), region, isSpot) is not { } card) return null;
        sum += card * (long)machine.AcceleratorCount;
        foreach (var (prefix, gib) in Disks)
        {
            if (!machine.InstanceType.StartsWith(prefix, StringComparison.Ordinal)) continue;
            return prices.Find(GcpPartPrices.LocalDisk, region, isSpot) is { } disk ? sum + Share(disk * (gib * (long)machine.AcceleratorCount), 1, HoursPerMonth) : null;
        }

        return machine.InstanceType.StartsWith("a3-ultragpu", StringComparison.Ordinal) ? null : sum;
    }

    // Rounded to the nearest nano-dollar.
    private static Money Share(Money price, long of, long whole) => new((long)((((Int128)price.NanoUsd * of) + (whole / 2)) / whole));
}
