using Haggle.Core.Economics.Speed;
using Haggle.Core.Market;

namespace Haggle.Core.Economics.Training;

/// <summary>
/// How long a task takes on machines of one shape (accelerators, purchase, provider), whatever they cost: worked out once and priced for every offer of that
/// shape. Three cases: what is expected, and a good and a bad one.
/// </summary>
internal sealed class TrainingTimes
{
    private const double HalfAsLong = 0.5;
    private const double TwiceAsLong = 2;
    private const double WeekHours = 168;

    // A run of more than a century is not a plan, and times must fit their type.
    private const double LongestHours = 876_600;

    private TrainingTimes(SpeedEstimate? speed, Case expected, Case low, Case high, double between, double interval, string problem)
    {
        Speed = speed;
        (Expected, Low, High) = (expected, low, high);
        (HoursBetween, IntervalHours, Problem) = (between, interval, problem);
    }

    public SpeedEstimate? Speed { get; }

    /// <summary>Why it cannot be done there, to be read after a number of offers; "" when it can.</summary>
    public string Problem { get; }

    public Case Expected { get; }

    public Case Low { get; }

    public Case High { get; }

    /// <summary>Hours between two reclaims of any of the machines.</summary>
    public double HoursBetween { get; }

    /// <summary>Hours between two checkpoints; infinite when none is kept.</summary>
    public double IntervalHours { get; }

    public static TrainingTimes Of(TrainingTask task, Offer offer, ProviderTerms? terms, SpeedEstimate? speed, TrainingAssumptions assumed)
    {
        if (speed is null) return Never(null, "with an accelerator whose speed for this work nobody knows");
        var work = task.Work.Amount / speed.UnitsPerSecond / 3600;
        if (!(work < LongestHours)) return Never(speed, "would take more than a hundred years");
        var between = ReclaimLaw.HoursBetween(offer, assumed.HoursBetweenReclaims) / task.Nodes;
        var (expected, interval) = Case.Of(task, work, between, 1, terms, offer, assumed);
        var (low, _) = Case.Of(task, work * speed.ShortestShare, between * assumed.ReclaimRange, HalfAsLong, terms, offer, assumed);
        var (high, _) = Case.Of(task, work * speed.LongestShare, between / assumed.ReclaimRange, TwiceAsLong, terms, offer, assumed);
        if (!(expected.Wall < LongestHours)) return Never(speed, "taken back so often that it would never be done without checkpoints");
        if (terms?.SessionHours is { } session && offer.Purchase == Purchase.FreeTier && expected.Up > session && !task.KeepsCheckpoints)
            return Never(speed, $"free for {session:0.#} h at a time, and the task keeps no checkpoints");

        // The bad case may never end where the expected one does: it is shown as ten times as long.
        if (!(high.Wall < LongestHours)) high = expected.Times(10);
        return new TrainingTimes(speed, expected, low, high, between, interval, "");
    }

    private static TrainingTimes Never(SpeedEstimate? speed, string problem) => new(speed, default, default, default, double.PositiveInfinity, double.PositiveInfinity, problem);

    /// <summary>One case, in hours on each machine.</summary>
    /// <param name="Wall">From the start to the end.</param>
    /// <param name="Up">Machines are up.</param>
    /// <param name="Work">They do the work itself.</param>
    /// <param name="StartUp">They start for the first time.</param>
    /// <param name="Staging">Data comes to them for the first time.</param>
    /// <param name="Checkpoints">They save.</param>
    /// <param name="Reclaims">How often they are expected to be taken back.</param>
    public readonly record struct Case(double Wall, double Up, double Work, double StartUp, double Staging, double Checkpoints, double Reclaims)
    {
        public double Lost => Math.Max(0, Up - Work - StartUp - Staging - Checkpoints);

        public Case Times(double factor) => new(Wall * factor, Up * factor, Work * factor, StartUp, Staging, Checkpoints * factor, Reclaims * factor);

        public static (Case Case, double Interval) Of(TrainingTask task, double work, double between, double starting, ProviderTerms? terms, Offer offer, TrainingAssumptions assumed)
        {
            // One's own machine is on.
            var start = offer.Purchase == Purchase.Owned ? 0 : assumed.StartUp.TotalHours * starting;
            var staging = task.StagedGb / assumed.StagingGbPerSecond / 3600;
            var size = task.Work.Parameters is { } count ? count * assumed.CheckpointBytesPerParameter / 1e9 : assumed.CheckpointGbUnknown;
            var saving = task.KeepsCheckpoints ? size / assumed.CheckpointGbPerSecond / 3600 : 0;
            var restart = start + staging + saving;
            var interval = !task.KeepsCheckpoints ? double.PositiveInfinity
                : task.CheckpointEvery is { } every ? every.TotalHours
                : double.IsPositiveInfinity(between) || saving <= 0 ? work
                : ReclaimLaw.Interval(saving, between);
            var step = Math.Max(1e-9, Math.Min(interval, work));
            var doing = ReclaimLaw.Up(work, step, saving, restart, between);
            var saved = work / step * saving;
            var up = start + staging + doing;
            var reclaims = double.IsPositiveInfinity(between) ? 0 : up / between;
            var wall = up + (reclaims * assumed.WaitAfterReclaim.TotalHours);
            if (offer.Purchase == Purchase.FreeTier && terms is not null) (up, wall) = InSessions(terms, up, wall, restart);
            return (new Case(wall, up, work, start, staging, saved, reclaims), interval);
        }

        // A free session ends by itself and starts again; what is left of the week's hours is waited for.
        private static (double Up, double Wall) InSessions(ProviderTerms terms, double up, double wall, double restart)
        {
            if (terms.SessionHours is { } session && session > restart && up > session)
            {
                var again = Math.Floor(up / session) * restart;
                (up, wall) = (up + again, wall + again);
            }

            if (terms.WeeklyHours is { } weekly && weekly > 0 && up > weekly) wall += Math.Floor(up / weekly) * (WeekHours - Math.Min(WeekHours, weekly));
            return (up, wall);
        }
    }
}
