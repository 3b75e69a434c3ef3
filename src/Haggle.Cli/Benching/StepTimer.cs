using Haggle.Wire.Rest;

namespace Haggle.Cli.Benching;

/// <summary>
/// Times a run from what its server tells of it: when each phase was first seen, and at which step it was when. Steps are timed by the agent's clock, which knows nothing of
/// how often anybody looked.
/// </summary>
internal sealed class StepTimer(long warmUp, long steps)
{
    private DateTimeOffset? _preparing;
    private DateTimeOffset? _running;
    private ProgressView? _first;
    private ProgressView? _warm;
    private ProgressView? _last;

    /// <summary>Whether enough steps were timed.</summary>
    public bool IsDone => _warm is not null && _last is not null && _last.Step - _warm.Step >= steps;

    /// <summary>Takes note of a state.</summary>
    public void Hear(RunMessage run)
    {
        if (run.Phase is "setting-up" or "running" or "stopping") _preparing ??= run.Now;
        if (run.Phase is "running" or "stopping") _running ??= run.Now;
        if (run.Progress is not { } progress || progress.Step == _last?.Step) return;

        // After a recovery the steps go back to a checkpoint: what was timed before is void.
        if (progress.Step < _last?.Step) (_first, _warm) = (null, null);
        _first ??= progress;
        if (_warm is null && progress.Step - (_first.Step - 1) > warmUp) _warm = progress;
        _last = progress;
    }

    /// <summary>What came of it; null when no two steps were told after the warm-up.</summary>
    public MeasuredResult? Result(RunMessage run, MeasuredResult frame)
    {
        if (_warm is null || _last is null || _last.Step <= _warm.Step || _last.At <= _warm.At) return null;
        var (running, preparing) = (_running ?? run.Now, _preparing ?? run.Now);
        return frame with
        {
            Steps = _last.Step - _warm.Step,
            MeasuredSeconds = (_last.At - _warm.At).TotalSeconds,
            ToldRate = _last.Rate ?? 0,
            ToldUnit = _last.RateUnit,
            Phases = MeasuredResult.PhasesOf(_last.PhaseSeconds),
            PlacingSeconds = Seconds(preparing - run.SubmittedAt),
            PreparingSeconds = Seconds(running - preparing),
            WarmUpSeconds = Seconds(_warm.At - running),
            WallSeconds = Seconds((run.EndedAt ?? run.Now) - run.SubmittedAt),
        };
    }

    private static double Seconds(TimeSpan time) => Math.Max(0, time.TotalSeconds);
}
