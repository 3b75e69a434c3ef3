using Haggle.Core.Units;

namespace Haggle.Core.Market;

/// <summary>Compares accelerator memory as it is reported with memory as it is asked for.</summary>
public static class AcceleratorMemory
{
    /// <summary>
    /// How much of the memory on its label an accelerator must report to count as one of that size. Drivers report what is left after error
    /// correction and firmware: 15,360 MiB of a T4's 16 GB, 23,028 MiB of an A10G's 24 GB, 81,559 MiB of an H100's 80 GB (their nvidia-smi output).
    /// </summary>
    public const double UsableShare = 0.92;

    /// <summary>Whether memory that was reported is the size that was asked for, or more.</summary>
    public static bool IsEnough(Gib reported, Gib asked) => reported.Mib >= asked.Mib * UsableShare;
}
