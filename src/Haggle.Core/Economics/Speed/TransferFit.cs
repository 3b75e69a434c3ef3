namespace Haggle.Core.Economics.Speed;

/// <summary>
/// Finds the weights of a <see cref="TransferLaw"/> in measured speeds: least squares on logarithms, each series of one model and format around its own mean; what
/// bends the shared weights is drawn towards zero (ridge regression: Hoerl and Kennard, 1970), and a measurement far off the others counts less
/// (Huber, 1964), because published tables hold a few that are plainly broken.
/// </summary>
public static class TransferFit
{
    // Shared weights are free; a model's own are drawn to them, a format's own twice as much; an architecture's offset is drawn to zero, one for a
    // single model four times as much. Found once on all cards; a tenth or three times as much moves the median error by half a point.
    private const double Free = 1e-6;
    private const double Ridge = 3;
    private const int Rounds = 4;

    // Deviations up to 1.5 robust standard deviations count fully: the usual choice (Huber).
    private const double Tolerated = 1.5;
    private const double MadToDeviation = 1.4826;
    private const double LeastDeviation = 1e-3;

    /// <summary>Fits the law.</summary>
    /// <param name="facts">The measurements; those of unknown cards are left out.</param>
    /// <param name="card">The figures of a card by its name; null when it is not known.</param>
    public static TransferLaw Fit(IReadOnlyList<SpeedFact> facts, Func<string, CardFigures?> card)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(card);
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        var groups = new Dictionary<(string, NumberFormat, string), int>();
        var rows = new List<(int Group, double Level, (int Column, double Value)[] Terms)>();
        foreach (var fact in facts)
        {
            if (card(fact.Card) is not { } figures) continue;
            var terms = TransferLaw.Terms(fact.Model, fact.Format, figures).Select(term => (Place(columns, term.Name), term.Value)).ToArray();
            rows.Add((Place(groups, (fact.Model, fact.Format, fact.Series)), Math.Log(fact.PerSecond), terms));
        }

        var penalty = new double[columns.Count];
        foreach (var (name, column) in columns) penalty[column] = PenaltyOf(name);
        var weights = Solve(rows, columns.Count, groups.Count, penalty);
        return new TransferLaw(columns.Select(column => new KeyValuePair<string, double>(column.Key, weights[column.Value])));
    }

    private static double PenaltyOf(string name) => name[..name.IndexOf(':', StringComparison.Ordinal)] switch
    {
        "all" => Free,
        "model" or "chip" => Ridge,
        "format" or "chip-format" => 2 * Ridge,
        _ => 4 * Ridge,
    };

    private static int Place<T>(Dictionary<T, int> places, T key)
        where T : notnull
    {
        if (!places.TryGetValue(key, out var place)) places.Add(key, place = places.Count);
        return place;
    }

    private static double[] Solve(List<(int Group, double Level, (int Column, double Value)[] Terms)> rows, int columns, int groups, double[] penalty)
    {
        var trust = Enumerable.Repeat(1.0, rows.Count).ToArray();
        var weights = new double[columns];
        for (var round = 0; round < Rounds; round++)
        {
            var (centred, levels) = Centre(rows, columns, groups, trust);
            weights = Normal(centred, levels, trust, penalty);
            Distrust(centred, levels, weights, trust);
        }

        return weights;
    }

    private static (double[][] Rows, double[] Levels) Centre(List<(int Group, double Level, (int Column, double Value)[] Terms)> rows, int columns, int groups, double[] trust)
    {
        var means = new double[groups][];
        var levelMeans = new double[groups];
        var sums = new double[groups];
        for (var g = 0; g < groups; g++) means[g] = new double[columns];
        for (var i = 0; i < rows.Count; i++)
        {
            var (group, level, terms) = rows[i];
            sums[group] += trust[i];
            levelMeans[group] += trust[i] * level;
            foreach (var (column, value) in terms) means[group][column] += trust[i] * value;
        }

        var centred = new double[rows.Count][];
        var levels = new double[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            var (group, level, terms) = rows[i];
            levels[i] = level - (levelMeans[group] / sums[group]);
            var row = centred[i] = new double[columns];
            for (var c = 0; c < columns; c++) row[c] = -means[group][c] / sums[group];
            foreach (var (column, value) in terms) row[column] += value;
        }

        return (centred, levels);
    }

    private static double[] Normal(double[][] rows, double[] levels, double[] trust, double[] penalty)
    {
        var n = penalty.Length;
        var matrix = new double[n][];
        for (var c = 0; c < n; c++) matrix[c] = new double[n];
        var right = new double[n];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            for (var a = 0; a < n; a++)
            {
                if (row[a] == 0) continue;
                var scaled = trust[i] * row[a];
                right[a] += scaled * levels[i];
                var into = matrix[a];
                for (var b = 0; b <= a; b++) into[b] += scaled * row[b];
            }
        }

        for (var c = 0; c < n; c++) matrix[c][c] += penalty[c];
        return Cholesky.Solve(matrix, right);
    }

    private static void Distrust(double[][] rows, double[] levels, double[] weights, double[] trust)
    {
        var off = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var sum = levels[i];
            for (var c = 0; c < weights.Length; c++) sum -= rows[i][c] * weights[c];
            off[i] = Math.Abs(sum);
        }

        var sorted = off.Order().ToArray();
        var deviation = sorted.Length == 0 ? LeastDeviation : Math.Max(LeastDeviation, MadToDeviation * sorted[sorted.Length / 2]);
        for (var i = 0; i < off.Length; i++) trust[i] = 1 / Math.Max(1, off[i] / (Tolerated * deviation));
    }
}
