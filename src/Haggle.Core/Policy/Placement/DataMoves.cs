using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;

namespace Haggle.Core.Policy.Placement;

/// <summary>
/// What a run's data costs in time and money on each offer: what must come to its machines before the program starts, and what its checkpoints cost on their
/// way out. A provider charges for what leaves it; what comes in is free. Where a price or a size is not known, nothing is counted.
/// </summary>
public sealed class DataMoves
{
    private const double BytesPerGb = 1e9;

    private readonly ImmutableDictionary<ProviderName, Money> _egress;
    private readonly JobData _data;
    private readonly int _nodes;

    private DataMoves(JobData data, int nodes, long checkpoint, TimeSpan savedEvery, ImmutableDictionary<ProviderName, Money> egress) =>
        (_data, _nodes, CheckpointBytes, SavedEvery, _egress) = (data, nodes, checkpoint, savedEvery, egress);

    /// <summary>The size of the newest checkpoint; 0 when there is none.</summary>
    public long CheckpointBytes { get; }

    /// <summary>The time between two checkpoints, in the offer's time, as the newest of them show it; zero when there are none.</summary>
    public TimeSpan SavedEvery { get; }

    /// <summary>What must come to each machine before the program starts: the inputs and the newest checkpoint.</summary>
    public long StagedBytes => _data.InputBytes + CheckpointBytes;

    /// <summary>A run's data.</summary>
    /// <param name="run">The run.</param>
    /// <param name="egress">The price of a GB that leaves a provider, where it is known.</param>
    public static DataMoves Of(Run run, ImmutableDictionary<ProviderName, Money> egress)
    {
        ArgumentNullException.ThrowIfNull(run);
        var newest = run.Checkpoints.IsEmpty ? null : run.Checkpoints[^1];
        return new DataMoves(run.Job.Data ?? JobData.None, Math.Max(1, run.Job.Nodes), newest?.Bytes ?? 0, newest is null ? TimeSpan.Zero : Every(run, newest), egress);
    }

    /// <summary>How long it takes until everything is there, in the offer's time.</summary>
    /// <param name="bytesPerSecond">How fast it comes to each machine, above 0.</param>
    public TimeSpan Staging(double bytesPerSecond) => TimeSpan.FromSeconds(Math.Min(1e7, StagedBytes / bytesPerSecond));

    /// <summary>How long a checkpoint takes to be away from its machine, in the offer's time.</summary>
    /// <param name="bytesPerSecond">How fast it goes, above 0.</param>
    public TimeSpan Upload(double bytesPerSecond) => TimeSpan.FromSeconds(Math.Min(1e7, CheckpointBytes / bytesPerSecond));

    /// <summary>Dollars for bringing everything to the machines of an offer, once: what the stores' providers charge for it.</summary>
    public double BringUsd(Offer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        var input = _data.InputsAt == offer.Provider.Value ? 0 : Price(_data.InputsAt) * _data.InputBytes;
        var checkpoint = _data.CheckpointsAt == offer.Provider.Value ? 0 : Price(_data.CheckpointsAt) * CheckpointBytes;
        return (input + checkpoint) * _nodes / BytesPerGb;
    }

    /// <summary>Dollars for taking one checkpoint away from the machines of an offer.</summary>
    public double SaveUsd(Offer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        return _data.CheckpointsAt == offer.Provider.Value ? 0 : Price(offer.Provider.Value) * CheckpointBytes / BytesPerGb;
    }

    /// <summary>Dollars an hour for the checkpoints that leave the machines of an offer while the program runs there.</summary>
    public double SaveUsdPerHour(Offer offer) => SavedEvery > TimeSpan.Zero ? SaveUsd(offer) / SavedEvery.TotalHours : 0;

    private double Price(string provider) => provider.Length > 0 && _egress.TryGetValue(new ProviderName(provider), out var price) ? (double)price.ToUsd() : 0;

    // By the newest checkpoints of one attempt; a single one says nothing, and the task's own interval holds: no more often is the folder looked at.
    private static TimeSpan Every(Run run, CheckpointRef newest)
    {
        var rule = run.Job.Checkpoint?.Every ?? TimeSpan.FromHours(1);
        var kin = run.Checkpoints.Where(checkpoint => checkpoint.Epoch == newest.Epoch).ToArray();
        if (kin.Length < 2) return rule;
        var seen = (newest.SavedAt - kin[0].SavedAt) * Math.Max(1, run.Job.Rehearsal?.Pace ?? 1) / (kin.Length - 1);
        return seen > rule ? seen : rule;
    }
}
