namespace Haggle.Core.Policy.Placement;

/// <summary>
/// What checkpoints cost and what they save. Sources: J. W. Young, "A first order approximation to the optimum checkpoint interval" (CACM 1974);
/// J. T. Daly, "A higher order estimate of the optimum checkpoint interval for restart dumps" (FGCS 2006).
/// </summary>
/// <param name="Every">Time between two checkpoints; null: there are none, a loss begins at the beginning.</param>
/// <param name="Save">How long a checkpoint takes to be saved, during which nothing else is done.</param>
/// <param name="Notice">How long before a reclaim the machine hears of it.</param>
public sealed record CheckpointEconomy(TimeSpan? Every, TimeSpan Save, TimeSpan Notice)
{
    /// <summary>How long a checkpoint takes to be away from the machine once it is saved; the program goes on meanwhile.</summary>
    public TimeSpan Upload { get; init; }

    /// <summary>Whether a last checkpoint fits into the notice: then a reclaim loses next to nothing.</summary>
    public bool NoticeIsEnough => Every is not null && Notice >= Save + Upload && Notice > TimeSpan.Zero;

    /// <summary>The interval that loses least, by Young and Daly: the root of twice the time of a save times the mean life, less the save.</summary>
    /// <param name="save">How long a save takes.</param>
    /// <param name="life">The mean life of a machine.</param>
    public static TimeSpan BestInterval(TimeSpan save, TimeSpan life)
    {
        if (save <= TimeSpan.Zero || life <= TimeSpan.Zero) return TimeSpan.Zero;
        // For lives shorter than half a save there is nothing to be won; Daly takes the life itself.
        return save.TotalSeconds >= life.TotalSeconds / 2 ? life : TimeSpan.FromSeconds(Math.Sqrt(2 * save.TotalSeconds * life.TotalSeconds) - save.TotalSeconds);
    }

    /// <summary>The work that a reclaim is expected to lose.</summary>
    /// <param name="done">The work done on the machine; without checkpoints all of it.</param>
    public TimeSpan ExpectedLoss(TimeSpan done) => Every is not { } every ? done : NoticeIsEnough ? TimeSpan.Zero : Least(done, (every / 2) + Save + Upload);

    /// <summary>The most work that a reclaim can lose.</summary>
    /// <param name="done">The work done on the machine.</param>
    public TimeSpan MostLoss(TimeSpan done) => Every is not { } every ? done : Least(done, every + Save + Upload);

    /// <summary>The share of a machine's time that saving takes, 0 to 1.</summary>
    public double Overhead => Every is { } every && every > TimeSpan.Zero ? Math.Min(0.9, Save / (every + Save)) : 0;

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
