using System.Collections.Immutable;
using Haggle.Core.Policy;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Simulation.Agents;
using Haggle.Simulation.Clouds;
using Haggle.Simulation.Time;

namespace Haggle.Simulation.World;

/// <summary>What the seed has in store: jobs, their programs, the users' whims, and the fates of machines.</summary>
internal sealed class Scenario
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    public required ImmutableArray<Submission> Submissions { get; init; }

    /// <summary>When everything that goes wrong by chance stops; from then on every run must come to its end.</summary>
    public required DateTimeOffset StormEnds { get; init; }

    /// <summary>When the server is killed and never comes back; null for never.</summary>
    public DateTimeOffset? ServerGoneAt { get; init; }

    public RunPolicy Policy { get; } = new();

    /// <summary>How often programs tell their progress.</summary>
    public TimeSpan TellEvery { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The programs by run, once accepted.</summary>
    public SortedDictionary<long, SimProgram> ProgramsByRun { get; } = [];

    public SimProgram Program(RunId run) => ProgramsByRun[run.Value];

    public static Scenario Draw(Dice dice, WorldOptions options, Weather weather)
    {
        var count = options.Runs ?? dice.Between(1, 4);
        var within = TimeSpan.FromMinutes(options.Runs is null ? 60 : 10);
        return new Scenario
        {
            Submissions = [.. Enumerable.Range(1, count).Select(i => DrawSubmission(dice.Fork((ulong)i), i, within, weather))],
            StormEnds = Start + dice.Minutes(60, 360),
            ServerGoneAt = options.Runs is null && (options.Bug is Bugs.PlantedBug.NoLease || dice.Chance(0.08)) ? Start + dice.Minutes(10, 120) : null,
        };
    }

    public Fate DrawFate(Dice dice, Weather weather, ProviderTraits traits, bool isStormy)
    {
        var never = isStormy && dice.Chance(weather.NeverBoots);
        var without = never && dice.Chance(0.5);
        return new Fate
        {
            Boot = never && !without ? null : dice.Seconds(5, 90) * weather.BootsSlower,
            AgentStart = without ? null : dice.Seconds(1, 30),
            Crash = isStormy && dice.Chance(weather.MachineCrashes) ? dice.Minutes(0, 60) : null,
            Ending = dice.Seconds(1, 45),
            Lag = dice.Chance(0.5) ? TimeSpan.Zero : TimeSpan.FromSeconds(dice.Between(1, (int)(traits.ListLag.TotalSeconds / 3))),
            Silences = DrawSilences(dice, weather, isStormy),
            ClockRate = weather.ClockSkew == TimeSpan.Zero ? 1 : 1 + (dice.Between(-50, 50) / 10_000.0),
            ClockSkew = weather.ClockSkew == TimeSpan.Zero ? TimeSpan.Zero : dice.Between(-weather.ClockSkew, weather.ClockSkew),
            Mistake = isStormy && dice.Chance(weather.Mismatches) ? dice.Pick([Mistake.OtherType, Mistake.OtherPurchase, Mistake.FewerAccelerators, Mistake.Dearer]) : null,
        };
    }

    private static (TimeSpan After, TimeSpan For)[] DrawSilences(Dice dice, Weather weather, bool isStormy)
    {
        var silences = new List<(TimeSpan, TimeSpan)>();
        if (isStormy && dice.Chance(weather.ShortSilences))
            for (var i = dice.Between(1, 3); i > 0; i--) silences.Add((dice.Minutes(0, 40), dice.Seconds(2, 200)));
        if (isStormy && dice.Chance(weather.LongSilences)) silences.Add((dice.Minutes(0, 40), dice.Minutes(4, 25)));
        return [.. silences];
    }

    private static Submission DrawSubmission(Dice dice, int number, TimeSpan within, Weather weather)
    {
        var stepTime = dice.Seconds(0.5, 5);
        var work = dice.Minutes(5, 90);
        var program = new SimProgram
        {
            Steps = Math.Max(10, work.Ticks / stepTime.Ticks),
            StepTime = stepTime,
            SetupTime = dice.Seconds(1, 60),
            StopTime = dice.Chance(0.85) ? dice.Seconds(0.2, 12) : TimeSpan.FromMinutes(2),
            SaveTime = dice.Seconds(0.1, 6),
            TellsTotal = dice.Chance(0.8),
            CodeWhenStopped = dice.Chance(0.3) ? 0 : 143,
        };
        var failures = dice.Chance(0.25) ? dice.Between(1, 3) : 0;
        for (var i = 0; i < failures; i++) program.Failures.Add((1 + (long)(dice.Next() % (ulong)program.Steps), dice.Chance(0.3) ? 75 : 1));
        var at = Start + dice.Between(TimeSpan.Zero, within);
        var guess = dice.Fork(77);
        var job = new Job
        {
            Name = $"job-{number}",
            Run = "train",
            Nodes = dice.Chance(0.6) ? 1 : dice.Between(2, 4),
            Checkpoint = dice.Chance(0.85) ? new CheckpointRule("out", dice.Minutes(1, 10), dice.Between(1, 3)) : null,
            Budget = dice.Chance(0.25) ? new Money(dice.Between(50, 6000) * 1_000_000L) : null,
            Deadline = dice.Chance(0.3) ? at + program.Work + (dice.Chance(0.5) ? dice.Minutes(5, 25) : dice.Minutes(-5, 90)) : null,
            MaxDuration = dice.Chance(0.2) ? program.Work * (dice.Between(5, 25) / 10.0) : null,
            ExpectedWork = guess.Chance(0.5) ? program.Work * (guess.Between(85, 115) / 100.0) : null,
            MaxRestartsOnErrors = dice.Between(0, 3),
            RecoverOnExitCodes = dice.Chance(0.3) ? [75] : [],
        };
        // Runs that could go either way: a deadline not far off, work that is roughly known, checkpoints.
        if (guess.Chance(0.3))
        {
            job = job with
            {
                Checkpoint = job.Checkpoint ?? new CheckpointRule("out", guess.Minutes(1, 10), 2),
                Budget = null,
                Deadline = at + program.Work + guess.Minutes(8, 90),
                MaxDuration = null,
                ExpectedWork = program.Work * (guess.Between(80, 120) / 100.0),
            };
        }

        return new Submission
        {
            Key = $"submission-{number}",
            Job = job,
            Program = program,
            WillFail = failures > 0,
            At = at,
            Stop = weather != Weather.Calm && dice.Chance(0.2) ? (dice.Minutes(0, 90), dice.Chance(0.5) ? StopWish.Gracefully : StopWish.AtOnce) : null,
        };
    }
}
