using System.Collections.Immutable;

namespace Haggle.Core.Policy.Spot;

/// <summary>
/// Which features of the observed availability make up a market state: whether spot can be had, how old the current run of up or down is, how much of the
/// recent past it was up, and how many other zones are up. The age of the run says most about when it ends.
/// </summary>
/// <param name="AgeEdges">Upper ends of the age buckets in seconds, rising; one more bucket lies above the last.</param>
/// <param name="ShareEdges">Upper ends of the buckets of recent availability, rising in 0..1; one more bucket lies above the last.</param>
/// <param name="Memory">Time constant of "recent" in seconds: availability so long ago counts 1/e.</param>
/// <param name="OtherZones">Buckets for the number of other zones up: 1 for single zones, 3 for zone sets (0, 1, 2 and more).</param>
public sealed record MarketShape(ImmutableArray<double> AgeEdges, ImmutableArray<double> ShareEdges, double Memory, int OtherZones)
{
    /// <summary>The length of one step of the market model in seconds.</summary>
    public const double Step = 600;

    /// <summary>How many age buckets.</summary>
    public int Ages => AgeEdges.Length + 1;

    /// <summary>How many buckets of recent availability.</summary>
    public int Shares => ShareEdges.Length + 1;

    /// <summary>How many states in which spot can be had; they come first.</summary>
    public int UpStates => OtherZones * Shares * Ages;

    /// <summary>How many states in all.</summary>
    public int States => UpStates + (Shares * Ages);

    /// <summary>The state of a zone that is up.</summary>
    /// <param name="age">Seconds it has been up.</param>
    /// <param name="share">Its recent availability, 0..1.</param>
    /// <param name="others">How many other zones are up.</param>
    public int Up(double age, double share, int others) =>
        (((Math.Min(others, OtherZones - 1) * Shares) + Bucket(ShareEdges, share)) * Ages) + Bucket(AgeEdges, age);

    /// <summary>The state in which no zone is up.</summary>
    /// <param name="age">Seconds since one was.</param>
    /// <param name="share">The recent share of time in which some zone was up.</param>
    public int Down(double age, double share) => UpStates + (Bucket(ShareEdges, share) * Ages) + Bucket(AgeEdges, age);

    private static int Bucket(ImmutableArray<double> edges, double value)
    {
        var bucket = 0;
        while (bucket < edges.Length && value > edges[bucket]) bucket++;
        return bucket;
    }
}
