using Haggle.Core.Policy.Spot;

namespace Haggle.SpotBench;

/// <summary>Learns market models from recordings.</summary>
internal static class Trainer
{
    /// <summary>The counts of all recordings; with several zones a first look decides which zone promises to last, a second counts.</summary>
    public static MarketCounts Count(IReadOnlyCollection<Recording> recordings, MarketShape shape)
    {
        var counts = Sum(recordings, shape, default);
        return shape.OtherZones == 1 ? counts : Sum(recordings, shape, MarketChain.Of(counts, SpotPriors.Pseudo).Life);
    }

    public static MarketChain Chain(IReadOnlyCollection<Recording> recordings, MarketShape shape) =>
        MarketChain.Of(Count(recordings, shape), SpotPriors.Pseudo);

    /// <summary>Whether two recordings are of the same machines in the same region and days, so that one tells something about the other.</summary>
    public static bool AreKin(Recording one, Recording other) => Kind(one) == Kind(other);

    private static string Kind(Recording recording) => recording.Folder + recording.Zones.Name[recording.Zones.Name.LastIndexOf('_', recording.Zones.Name.LastIndexOf('_') - 1)..];

    private static MarketCounts Sum(IEnumerable<Recording> recordings, MarketShape shape, ReadOnlyMemory<double> life)
    {
        var counts = new MarketCounts(shape);
        foreach (var recording in recordings) counts.Add(MarketTraining.Count(recording.Zones, shape, life.Span));
        return counts;
    }
}
