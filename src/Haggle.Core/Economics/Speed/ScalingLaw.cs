namespace Haggle.Core.Economics.Speed;

/// <summary>
/// What several accelerators do together: each doubling of their number in a machine keeps one share of what each of them does alone, each doubling of the
/// number of machines another one. Both can be changed (docs/economics.md, "Assumptions").
/// </summary>
/// <param name="KeptPerDoubling">Kept with each doubling inside a machine, more than 0, at most 1.</param>
/// <param name="KeptPerDoublingOfMachines">Kept with each doubling of the machines, more than 0, at most 1.</param>
public readonly record struct ScalingLaw(double KeptPerDoubling, double KeptPerDoublingOfMachines)
{
    /// <summary>
    /// Inside a machine: Lambda's machines with 2, 4 and 8 cards do 0.97, 0.95 and 0.94 of so many cards (medians; bench/results/transfer.md). Between machines:
    /// DAWNBench, ImageNet, one to 16 machines with 8 V100 by the same team (0.360 to 0.0438 hours, 2020-03-17): 0.85 for each doubling.
    /// </summary>
    public static ScalingLaw Published { get; } = new(0.98, 0.85);

    /// <summary>How many times the speed of one accelerator.</summary>
    /// <param name="perMachine">Accelerators in each machine; a share of one does its share. More than zero.</param>
    /// <param name="machines">Machines; at least 1.</param>
    public double SpeedUp(double perMachine, int machines)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perMachine);
        ArgumentOutOfRangeException.ThrowIfLessThan(machines, 1);
        var inMachine = perMachine <= 1 ? 1 : Math.Pow(KeptPerDoubling, Math.Log2(perMachine));
        return perMachine * machines * inMachine * Math.Pow(KeptPerDoublingOfMachines, Math.Log2(machines));
    }
}
