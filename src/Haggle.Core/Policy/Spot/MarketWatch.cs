using System.Numerics;

namespace Haggle.Core.Policy.Spot;

/// <summary>What has been seen of the zones so far, kept up to date tick by tick: ages of the current runs and recent availability.</summary>
public sealed class MarketWatch
{
    private readonly MarketShape shape;
    private readonly double gap;
    private readonly double keep;
    private readonly int[] age;
    private readonly double[] share;

    /// <summary>A watch that has seen nothing yet.</summary>
    /// <param name="shape">What is looked at.</param>
    /// <param name="zones">How many zones, 1 to 64.</param>
    /// <param name="gap">Length of a tick in seconds.</param>
    public MarketWatch(MarketShape shape, int zones, double gap)
    {
        ArgumentNullException.ThrowIfNull(shape);
        (this.shape, this.gap, Zones, keep) = (shape, gap, zones, Math.Exp(-gap / shape.Memory));
        // The last entry is for "any zone".
        age = new int[zones + 1];
        share = new double[zones + 1];
        Array.Fill(share, 0.5);
    }

    /// <summary>How many zones.</summary>
    public int Zones { get; }

    /// <summary>The zones that were up in the newest tick.</summary>
    public ulong UpNow { get; private set; }

    /// <summary>Takes in one tick.</summary>
    /// <param name="up">The zones that are up, bit z for zone z.</param>
    public void See(ulong up)
    {
        for (var zone = 0; zone <= Zones; zone++)
        {
            var isUp = zone < Zones ? (up >> zone & 1) != 0 : up != 0;
            var wasUp = zone < Zones ? (UpNow >> zone & 1) != 0 : UpNow != 0;
            age[zone] = isUp == wasUp ? age[zone] + 1 : 1;
            share[zone] = (keep * share[zone]) + (isUp ? 1 - keep : 0);
        }

        UpNow = up;
    }

    /// <summary>The market state seen from a zone that is up.</summary>
    public int StateOf(int zone) => shape.Up(age[zone] * gap, share[zone], BitOperations.PopCount(UpNow) - 1);

    /// <summary>The market state when no zone is up.</summary>
    public int StateOfNone() => shape.Down(age[Zones] * gap, share[Zones]);

    /// <summary>The zone among those that are up which promises to last longest, and its state; -1 and the state of none when none is up.</summary>
    /// <param name="life">Expected remaining life of each state; null: the longest up counts.</param>
    public (int Zone, int State) Best(ReadOnlySpan<double> life)
    {
        if (UpNow == 0) return (-1, StateOfNone());
        var (best, bestLife, bestState) = (-1, double.NegativeInfinity, 0);
        for (var left = UpNow; left != 0; left &= left - 1)
        {
            var zone = BitOperations.TrailingZeroCount(left);
            var state = StateOf(zone);
            var promise = life.IsEmpty ? age[zone] : life[state];
            if (promise > bestLife) (best, bestLife, bestState) = (zone, promise, state);
        }

        return (best, bestState);
    }
}
