using Haggle.Core.Runs;
using Haggle.Simulation.Time;

namespace Haggle.Simulation.Ec2;

/// <summary>A job that a user submits, and when the user stops it.</summary>
internal sealed class Ec2Job
{
    public required Job Job { get; set; }

    public required TimeSpan Work { get; init; }

    public required TimeSpan After { get; init; }

    public TimeSpan? Stop { get; set; }

    public RunId? Run { get; set; }

    public bool IsOver { get; set; }

    public static Ec2Job Draw(Dice dice, int number) => new()
    {
        Job = new Job { Name = $"job-{number}", Run = "train", Nodes = dice.Chance(0.75) ? 1 : 2, Checkpoint = new CheckpointRule("out", dice.Minutes(2, 10), 2) },
        Work = dice.Minutes(3, 90),
        After = dice.Minutes(0, 30),
        Stop = dice.Chance(0.2) ? dice.Minutes(0, 60) : null,
    };
}
