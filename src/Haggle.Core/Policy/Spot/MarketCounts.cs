namespace Haggle.Core.Policy.Spot;

/// <summary>How often recorded markets went from one state to another within a step. Counts of several recordings add up, and are the prior that is shipped.</summary>
public sealed class MarketCounts
{
    private readonly double[] stay;
    private readonly double[] move;

    /// <summary>No counts yet.</summary>
    /// <param name="shape">The states.</param>
    public MarketCounts(MarketShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Shape = shape;
        stay = new double[shape.States * shape.States];
        move = new double[shape.States * shape.States];
    }

    /// <summary>The states.</summary>
    public MarketShape Shape { get; }

    /// <summary>How often a machine in the zone lived on from one state to the next.</summary>
    public double Stays(int from, int to) => stay[(from * Shape.States) + to];

    /// <summary>How often the market went from one state to the next while a machine in the zone was lost, or none was to be had.</summary>
    public double Moves(int from, int to) => move[(from * Shape.States) + to];

    /// <summary>Adds to a count.</summary>
    /// <param name="from">The state before.</param>
    /// <param name="to">The state one step later.</param>
    /// <param name="livesOn">Whether the same zone was up throughout.</param>
    /// <param name="weight">How much to add.</param>
    public void Add(int from, int to, bool livesOn, double weight) => (livesOn ? stay : move)[(from * Shape.States) + to] += weight;

    /// <summary>Adds all counts of another one of the same shape.</summary>
    public void Add(MarketCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < stay.Length; i++)
        {
            stay[i] += other.stay[i];
            move[i] += other.move[i];
        }
    }
}
