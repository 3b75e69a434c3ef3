namespace Haggle.Core.Policy.Spot;

/// <summary>
/// The market as a Markov chain over observable features: for each state the chances of the next one a step later, out of counts, where rare states lean on
/// what runs of the same age did at any availability.
/// </summary>
public sealed class MarketChain
{
    // Below this a transition is noise, and costs planning time.
    private const double Negligible = 1e-3;

    private readonly Lazy<double[]> returns;

    private MarketChain(MarketShape shape, Arrow[][] arrows)
    {
        (Shape, Arrows, Life) = (shape, arrows, Lives(shape, arrows));
        returns = new Lazy<double[]>(() => Returns(shape, arrows));
    }

    /// <summary>The states.</summary>
    public MarketShape Shape { get; }

    /// <summary>Expected seconds until a machine in the zone is lost, by state; 0 where spot cannot be had.</summary>
    public ReadOnlyMemory<double> Life { get; }

    /// <summary>Expected seconds until spot can be had again, by state; 0 where it can.</summary>
    public ReadOnlyMemory<double> Return => returns.Value;

    /// <summary>The ways out of each state; their chances add up to 1.</summary>
    internal Arrow[][] Arrows { get; }

    /// <summary>Makes a chain out of counts.</summary>
    /// <param name="counts">The counts.</param>
    /// <param name="pseudo">How many steps of experience the average over all availabilities is worth.</param>
    public static MarketChain Of(MarketCounts counts, double pseudo)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var shape = counts.Shape;
        var arrows = new Arrow[shape.States][];
        var row = new double[2 * shape.States];
        for (var from = 0; from < shape.States; from++)
        {
            Pool(counts, from, row, pseudo);
            for (var to = 0; to < shape.States; to++)
            {
                row[to] += counts.Stays(from, to);
                row[shape.States + to] += counts.Moves(from, to);
            }

            arrows[from] = Normal(row, shape.States);
        }

        return new MarketChain(shape, arrows);
    }

    /// <summary>This chain bent towards what was seen of the very market at hand.</summary>
    /// <param name="seen">Counts of that market's history.</param>
    /// <param name="trust">How many steps of experience in a state this chain is worth against them.</param>
    public MarketChain Bent(MarketCounts seen, double trust)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var arrows = new Arrow[Shape.States][];
        var row = new double[2 * Shape.States];
        for (var from = 0; from < Shape.States; from++)
        {
            Pool(seen, from, row, null);
            foreach (var arrow in Arrows[from]) row[(arrow.LivesOn ? 0 : Shape.States) + arrow.To] += trust * arrow.Chance;
            arrows[from] = Normal(row, Shape.States);
        }

        return new MarketChain(Shape, arrows);
    }

    /// <summary>This chain for a market that takes machines away and gives them again more or less often.</summary>
    /// <param name="loss">How much more often a machine is lost: 1 as here, 2 twice as often; above 0.</param>
    /// <param name="comeback">How much sooner spot is back: 1 as here, 2 in half the time; above 0.</param>
    public MarketChain Scaled(double loss, double comeback)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(loss);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(comeback);
        if (loss == 1 && comeback == 1) return this;
        var arrows = new Arrow[Shape.States][];
        for (var from = 0; from < Shape.States; from++)
        {
            var isUp = from < Shape.UpStates;
            bool Changes(Arrow arrow) => isUp ? !arrow.LivesOn : arrow.To < Shape.UpStates;
            var before = Arrows[from].Where(Changes).Sum(arrow => (double)arrow.Chance);
            var after = 1 - Math.Pow(Math.Max(0, 1 - before), isUp ? loss : comeback);
            arrows[from] = [.. Arrows[from].Select(arrow => arrow with
            {
                Chance = (float)(arrow.Chance * (Changes(arrow) ? before > 0 ? after / before : 0 : before < 1 ? (1 - after) / (1 - before) : 0)),
            })];
        }

        return new MarketChain(Shape, arrows);
    }

    /// <summary>The chance that spot can be had some time after a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="seconds">The time since, 0 or above; a week at most is looked at.</param>
    public double ChanceUp(int state, double seconds)
    {
        var now = new double[Shape.States];
        now[state] = 1;
        var before = Up();
        for (var time = 0.0; time < Math.Min(seconds, 7 * 86_400); time += MarketShape.Step)
        {
            var next = new double[Shape.States];
            for (var from = 0; from < Shape.States; from++)
                if (now[from] > 0)
                    foreach (var arrow in Arrows[from]) next[arrow.To] += now[from] * arrow.Chance;
            before = Up();
            now = next;
            if (seconds - time < MarketShape.Step) return before + ((Up() - before) * ((seconds - time) / MarketShape.Step));
        }

        return Up();

        double Up() => now.Take(Shape.UpStates).Sum();
    }

    // Fills the row with what states of the same kind and age did, whatever their availability, moved to this state's availability, worth some steps in all.
    private static void Pool(MarketCounts counts, int from, double[] row, double? worth)
    {
        var shape = counts.Shape;
        Array.Clear(row);
        var (block, share, age) = Parts(shape, from);
        for (var other = 0; other < shape.Shares; other++)
        {
            var twin = (((block * shape.Shares) + other) * shape.Ages) + age;
            for (var to = 0; to < shape.States; to++)
            {
                var (toBlock, toShare, toAge) = Parts(shape, to);
                var moved = (((toBlock * shape.Shares) + Math.Clamp(toShare + share - other, 0, shape.Shares - 1)) * shape.Ages) + toAge;
                row[moved] += counts.Stays(twin, to);
                row[shape.States + moved] += counts.Moves(twin, to);
            }
        }

        if (worth is not { } pseudo) return;
        // Nothing was ever seen of this kind: it lives on as it is, with a chance in a few to end.
        var isUp = from < shape.UpStates;
        var sum = row.Sum();
        if (sum == 0)
        {
            row[isUp ? from : shape.States + from] = 0.8;
            row[shape.States + (isUp ? shape.UpStates + (share * shape.Ages) : share * shape.Ages)] = 0.2;
            sum = 1;
        }

        for (var i = 0; i < row.Length; i++) row[i] *= pseudo / sum;
    }

    private static (int Block, int Share, int Age) Parts(MarketShape shape, int state) =>
        (state / (shape.Shares * shape.Ages), state / shape.Ages % shape.Shares, state % shape.Ages);

    private static Arrow[] Normal(double[] row, int states)
    {
        var floor = row.Sum() * Negligible;
        var kept = 0.0;
        foreach (var weight in row) kept += weight > floor ? weight : 0;
        var arrows = new List<Arrow>();
        for (var i = 0; i < row.Length; i++)
            if (row[i] > floor) arrows.Add(new Arrow(i % states, i < states, (float)(row[i] / kept)));
        return [.. arrows];
    }

    private static double[] Lives(MarketShape shape, Arrow[][] arrows)
    {
        var life = new double[shape.States];
        for (var round = 0; round < 2000; round++)
            for (var state = 0; state < shape.UpStates; state++)
            {
                var next = MarketShape.Step;
                foreach (var arrow in arrows[state]) next += arrow.LivesOn ? arrow.Chance * life[arrow.To] : 0;
                life[state] = next;
            }

        return life;
    }

    private static double[] Returns(MarketShape shape, Arrow[][] arrows)
    {
        var wait = new double[shape.States];
        for (var round = 0; round < 2000; round++)
            for (var state = shape.UpStates; state < shape.States; state++)
            {
                var next = MarketShape.Step;
                foreach (var arrow in arrows[state]) next += arrow.To >= shape.UpStates ? arrow.Chance * wait[arrow.To] : 0;
                wait[state] = next;
            }

        return wait;
    }

    /// <summary>One way out of a state.</summary>
    internal readonly record struct Arrow(int To, bool LivesOn, float Chance);
}
