using System.Collections.Immutable;
using Haggle.Core.Economics.Speed;
using Haggle.Core.Units;

namespace Haggle.Core.Economics.Training;

/// <summary>
/// Every number that an estimate takes for granted, each with its reason and source, each to be changed by its name. None stands in a formula.
/// </summary>
public sealed class TrainingAssumptions
{
    private readonly ImmutableSortedDictionary<string, Assumption> _all;

    /// <summary>Makes a set of assumptions.</summary>
    /// <exception cref="ArgumentException">One that the formulas need is missing.</exception>
    public TrainingAssumptions(IEnumerable<Assumption> assumptions)
    {
        ArgumentNullException.ThrowIfNull(assumptions);
        _all = assumptions.ToImmutableSortedDictionary(each => each.Name, each => each, StringComparer.Ordinal);
        Scaling = new ScalingLaw(Value("scaling.kept_per_doubling"), Value("scaling.kept_per_doubling_of_machines"));
        StartUp = TimeSpan.FromMinutes(Value("startup.minutes"));
        WaitAfterReclaim = TimeSpan.FromMinutes(Value("reclaim.wait_minutes"));
        HoursBetweenReclaims = Value("reclaim.hours_between");
        ReclaimRange = Value("reclaim.range");
        StagingGbPerSecond = Value("staging.gb_per_second");
        CheckpointGbPerSecond = Value("checkpoint.gb_per_second");
        CheckpointBytesPerParameter = Value("checkpoint.bytes_per_parameter");
        CheckpointGbUnknown = Value("checkpoint.gb_unknown");
        MemoryBytesPerParameter = Value("memory.bytes_per_parameter");
        StorageGb = Value("storage.spare_gb");
        StoragePerGbMonth = Dollars("storage.usd_per_gb_month");
        EgressPerGb = Dollars("egress.usd_per_gb");
        GflopsPerVcpu = Value("cpu.gflops_per_vcpu");
    }

    /// <summary>Every assumption, by name.</summary>
    public IEnumerable<Assumption> All => _all.Values;

    /// <summary>What several accelerators do together.</summary>
    public ScalingLaw Scaling { get; }

    /// <summary>From the decision to a running program.</summary>
    public TimeSpan StartUp { get; }

    /// <summary>From a reclaim until the next machine can be had; nobody bills it.</summary>
    public TimeSpan WaitAfterReclaim { get; }

    /// <summary>Hours between two reclaims of a spot machine of which nobody says how often it is taken back.</summary>
    public double HoursBetweenReclaims { get; }

    /// <summary>How many times as rare or as frequent reclaims may be as expected.</summary>
    public double ReclaimRange { get; }

    /// <summary>How fast data comes to a machine, GB/s.</summary>
    public double StagingGbPerSecond { get; }

    /// <summary>How fast a checkpoint is written or read back, GB/s.</summary>
    public double CheckpointGbPerSecond { get; }

    /// <summary>Bytes in a checkpoint for each parameter.</summary>
    public double CheckpointBytesPerParameter { get; }

    /// <summary>The size of a checkpoint of a model of unknown size, GB.</summary>
    public double CheckpointGbUnknown { get; }

    /// <summary>Bytes of accelerator memory that training needs for each parameter.</summary>
    public double MemoryBytesPerParameter { get; }

    /// <summary>Disk beside the data, GB.</summary>
    public double StorageGb { get; }

    /// <summary>A GB of disk for a month, where the provider's price is not known.</summary>
    public Money StoragePerGbMonth { get; }

    /// <summary>A GB that leaves a cloud, where the provider's price is not known.</summary>
    public Money EgressPerGb { get; }

    /// <summary>What a virtual CPU does in FP32, GFLOPS.</summary>
    public double GflopsPerVcpu { get; }

    /// <summary>The same with one number changed; its source is then the one given.</summary>
    /// <returns>Null when there is no such assumption or it does not take that value.</returns>
    public TrainingAssumptions? With(string name, double value, string source)
    {
        if (!_all.TryGetValue(name, out var old) || !double.IsFinite(value) || value < old.Least || value > old.Most) return null;
        return new TrainingAssumptions(_all.SetItem(name, old with { Value = value, Source = source }).Values);
    }

    /// <summary>The assumption of a name; null when there is none.</summary>
    public Assumption? Find(string name) => _all.GetValueOrDefault(name);

    private double Value(string name) => _all.TryGetValue(name, out var found) ? found.Value : throw new ArgumentException($"the assumption '{name}' is missing");

    private Money Dollars(string name) => Money.FromUsd(Math.Round((decimal)Value(name), 9));
}
