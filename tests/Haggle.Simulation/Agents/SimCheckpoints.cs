using System.Collections.Immutable;
using System.Globalization;
using Haggle.Core.Runs;
using Haggle.Simulation.Clouds;
using Haggle.Simulation.Time;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Agents;

/// <summary>The disk that checkpoints are on. A write of an attempt that is sealed is refused: the fence against machines back from the dead.</summary>
internal sealed class SimCheckpoints(SimWorld world, Dice dice)
{
    private readonly Dictionary<RunId, Shelf> _shelves = [];

    /// <summary>Whether the fence stands; a planted bug leaves it open.</summary>
    public bool FenceStands { get; init; } = true;

    public CheckpointRef? Write(RunId run, int epoch, int sequence, long step, DateTimeOffset savedAt, SimMachine by)
    {
        var shelf = Of(run);
        var isLate = shelf.Sealed >= epoch;
        if (isLate) world.Trace.Say("store", $"{by}: a checkpoint of a sealed attempt{(FenceStands ? " is refused" : "")}");
        if (isLate && FenceStands) return null;
        var id = string.Create(CultureInfo.InvariantCulture, $"{epoch:D6}-{sequence:D6}");
        var saved = new CheckpointRef(id, epoch, step, 1000, $"sha-{run}-{id}", savedAt);
        if (isLate) shelf.Late.Add(id);
        if (world.IsStormy && dice.Chance(world.Weather.TornCheckpoints)) shelf.Torn.Add(id);
        shelf.Kept[id] = saved;
        world.Trace.Say("store", $"{by}: checkpoint {id} at step {step}{(shelf.Torn.Contains(id) ? ", which will not verify" : "")}");
        return saved;
    }

    public ImmutableArray<CheckpointRef> Seal(RunId run, int epoch)
    {
        var shelf = Of(run);
        shelf.Sealed = Math.Max(shelf.Sealed, epoch);
        return [.. shelf.Kept.Values];
    }

    public void Prune(RunId run, ImmutableArray<CheckpointRef> keep)
    {
        var shelf = Of(run);
        var ids = keep.Select(k => k.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var old in shelf.Kept.Values.Where(c => c.Epoch <= shelf.Sealed && !ids.Contains(c.Id)).Select(c => c.Id).ToArray()) shelf.Kept.Remove(old);
    }

    public bool Verifies(RunId run, CheckpointRef checkpoint)
    {
        var shelf = Of(run);
        return shelf.Kept.TryGetValue(checkpoint.Id, out var kept) && kept.ManifestSha256 == checkpoint.ManifestSha256 && !shelf.Torn.Contains(checkpoint.Id);
    }

    public int SealedEpoch(RunId run) => Of(run).Sealed;

    /// <summary>Whether a checkpoint was written after its attempt's door was closed.</summary>
    public bool WasLate(RunId run, string id) => Of(run).Late.Contains(id);

    /// <summary>The newest checkpoint of earlier attempts that verifies, among so many of the newest; null for none.</summary>
    public CheckpointRef? Best(RunId run, int beforeEpoch, int among) =>
        Of(run).Kept.Values.Where(c => c.Epoch < beforeEpoch && !WasLate(run, c.Id)).TakeLast(among).LastOrDefault(c => Verifies(run, c));

    private Shelf Of(RunId run)
    {
        if (!_shelves.TryGetValue(run, out var shelf)) _shelves.Add(run, shelf = new Shelf());
        return shelf;
    }

    private sealed class Shelf
    {
        public int Sealed { get; set; }

        public SortedDictionary<string, CheckpointRef> Kept { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Late { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Torn { get; } = new(StringComparer.Ordinal);
    }
}
