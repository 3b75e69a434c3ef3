using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Core.Planning;

/// <summary>
/// How long a whole job takes on machines of one kind, worked out from its workload when it came in (<see cref="Economics.Training.TrainingPlanner"/>) and kept with it:
/// wherever the job is planned again, it is by the same estimate.
/// </summary>
public sealed record Forecast
{
    /// <summary>Whose machines.</summary>
    public required string Provider { get; init; }

    /// <summary>The canonical name of their accelerator; "" without.</summary>
    public string Accelerator { get; init; } = "";

    /// <summary>Accelerators in each machine.</summary>
    public double AcceleratorCount { get; init; }

    /// <summary>Virtual CPUs, for machines without accelerator; 0 otherwise.</summary>
    public double Vcpus { get; init; }

    /// <summary>How they are bought.</summary>
    public Purchase Purchase { get; init; }

    /// <summary>From the start to the end, in the offer's time.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>How long machines are up, in the offer's time.</summary>
    public TimeSpan Up { get; init; }

    /// <summary>How often they are expected to be taken back.</summary>
    public double Reclaims { get; init; }

    /// <summary>Disks of all machines.</summary>
    public HourlyRate StoragePerHour { get; init; }

    /// <summary>What leaves the provider.</summary>
    public Money Egress { get; init; }

    /// <summary>How the speed is known, for people.</summary>
    public string Basis { get; init; } = "";

    /// <summary>Whether it holds for an offer.</summary>
    public bool IsFor(Offer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        return Accelerator == offer.Accelerator && AcceleratorCount.Equals(offer.AcceleratorCount) && Purchase == offer.Purchase && Provider == offer.Provider.Value
            && (Accelerator.Length > 0 || Vcpus.Equals(offer.Vcpus));
    }
}
