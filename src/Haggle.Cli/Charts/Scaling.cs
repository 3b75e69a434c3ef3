namespace Haggle.Cli.Charts;

/// <summary>An axis fitted to values: where each value lies, and round numbers to write beside it.</summary>
internal sealed class Scaling
{
    private const double Nearly = 1e-9;

    private static readonly double[] Steps = [1, 2, 5];

    private readonly bool _isLog;

    private Scaling(double least, double most, bool isLog)
    {
        Least = least;
        Most = most;
        _isLog = isLog;
    }

    public double Least { get; }

    public double Most { get; }

    /// <summary>Fits an axis so that every finite value is on it.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="values">What must be on it.</param>
    /// <param name="ticks">About so many ticks at most.</param>
    /// <param name="hasRoundEnds">Whether its ends are round numbers; otherwise a linear axis ends with its values.</param>
    public static Scaling Fit(Axis axis, IEnumerable<double> values, int ticks, bool hasRoundEnds = true)
    {
        var kept = values.Where(value => double.IsFinite(value) && (!axis.IsLog || value > 0)).ToArray();
        if (kept.Length == 0) return new Scaling(axis.IsLog ? 1 : 0, axis.IsLog ? 10 : 1, axis.IsLog);
        var least = kept.Min();
        var most = kept.Max();
        if (axis.IsLog) return FitLog(least, most);
        return FitLinear(axis.FromZero ? Math.Min(0, least) : least, axis.FromZero ? Math.Max(0, most) : most, hasRoundEnds ? ticks : 0);
    }

    /// <summary>Where a value lies: 0 at the least, 1 at the most; what is outside lies at the nearer end.</summary>
    public double Share(double value)
    {
        if (_isLog) return value <= Least ? 0 : Math.Min(1, Math.Log(value / Least) / Math.Log(Most / Least));
        return Math.Clamp((value - Least) / (Most - Least), 0, 1);
    }

    /// <summary>Round values on the axis, ascending, at most about so many.</summary>
    public IReadOnlyList<double> Ticks(int most)
    {
        if (!_isLog) return Multiples(Step(Most - Least, most));
        foreach (var mantissas in new double[][] { [1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1] })
        {
            var ticks = Decades(mantissas);
            if (ticks.Count <= most) return ticks;
        }

        var decades = Decades([1]);
        var every = (decades.Count + most - 1) / most;
        return [.. decades.Where((_, index) => index % every == 0)];
    }

    private static Scaling FitLinear(double least, double most, int ticks)
    {
        if (most - least < Nearly * Math.Max(1, Math.Abs(most)))
        {
            // One value only: a little room on both sides, and zero stays zero.
            var room = most == 0 ? 1 : Math.Abs(most) / 2;
            (least, most) = (least == 0 ? 0 : least - room, most + room);
        }

        if (ticks == 0) return new Scaling(least, most, isLog: false);
        var step = Step(most - least, ticks);
        return new Scaling(Math.Floor((least / step) + Nearly) * step, Math.Ceiling((most / step) - Nearly) * step, isLog: false);
    }

    private static Scaling FitLog(double least, double most)
    {
        least = RoundLog(least, up: false);
        most = RoundLog(most, up: true);
        return new Scaling(least, most > least ? most : least * 10, isLog: true);
    }

    private static double RoundLog(double value, bool up)
    {
        var decade = Math.Pow(10, Math.Floor(Math.Log10(value) + Nearly));
        double[] round = [1, 2, 3, 5, 7, 10];
        return decade * (up ? round.First(step => decade * step >= value * (1 - Nearly)) : round.Last(step => decade * step <= value * (1 + Nearly)));
    }

    private static double Step(double span, int ticks)
    {
        var least = span / Math.Max(1, ticks - 1);
        var decade = Math.Pow(10, Math.Floor(Math.Log10(least) + Nearly));
        foreach (var step in Steps)
            if (decade * step >= least * (1 - Nearly)) return decade * step;
        return decade * 10;
    }

    private List<double> Multiples(double step)
    {
        var ticks = new List<double>();
        for (var index = (long)Math.Ceiling((Least / step) - Nearly); index * step <= Most + (step * Nearly); index++) ticks.Add(Tidy(index * step, step));
        return ticks;
    }

    private List<double> Decades(double[] mantissas)
    {
        var ticks = new List<double>();
        for (var exponent = (int)Math.Floor(Math.Log10(Least) + Nearly); Math.Pow(10, exponent) <= Most * (1 + Nearly); exponent++)
        {
            foreach (var mantissa in mantissas)
            {
                var tick = mantissa * Math.Pow(10, exponent);
                if (tick >= Least * (1 - Nearly) && tick <= Most * (1 + Nearly)) ticks.Add(Tidy(tick, tick));
            }
        }

        return ticks;
    }

    /// <summary>Sums of binary fractions end in 0.30000000000000004; a tick is a short decimal number.</summary>
    private static double Tidy(double value, double step) => Math.Round(value, Math.Clamp(3 - (int)Math.Floor(Math.Log10(step)), 0, 15));
}
