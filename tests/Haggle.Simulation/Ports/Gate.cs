using Haggle.Engine.Ports;
using Haggle.Simulation.Time;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Ports;

/// <summary>
/// The border of one life of the server. Every call to the outside passes it: the seed draws how long request and answer are under way, which is
/// lost, and at which of them the server is killed. A later kind of fault that strikes calls is one more case here.
/// </summary>
internal sealed class Gate(SimWorld world, Life life, Dice dice)
{
    private static readonly TimeSpan LossShowsAfterMax = TimeSpan.FromSeconds(15);

    public Life Life => life;

    /// <summary>Passes a call whose effect happens at one instant.</summary>
    public Task<T> PassAsync<T>(Errand errand, string what, Func<T> effect, CancellationToken cancellationToken) =>
        PassAsync<T>(errand, what, answer => answer(effect(), null), cancellationToken);

    /// <summary>Passes a call that answers when it likes: the effect is given a way to answer.</summary>
    public Task<T> PassAsync<T>(Errand errand, string what, Action<Action<T?, Exception?>> effect, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>();
        if (life.IsOver) return done.Task;
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<T>(cancellationToken);
        var fate = world.Crashes.At(life, errand.LatestAfter > TimeSpan.Zero ? world.Weather.LateCreates / 4 : 0);
        if (fate is CrashPoint.Before)
        {
            world.Kill(life, $"before {errand.To} {what}");
            return done.Task;
        }

        var fails = errand.Fault is not null && world.IsStormy && dice.Chance(errand.Faults);
        var failsBefore = fails && dice.Chance(0.5);
        var cancelled = cancellationToken.UnsafeRegister(_ => done.TrySetCanceled(cancellationToken), null);
        world.Pump.After(Travel(errand), () =>
        {
            if (life.IsOver && !dice.Chance(errand.OutlivesSender)) return;
            if (errand.LatestAfter > TimeSpan.Zero && (life.IsOver || fate is CrashPoint.After) && dice.Chance(world.Weather.LateCreates))
            {
                world.Kill(life, $"after {errand.To} took {what} for later");
                world.Later(dice.Between(TimeSpan.Zero, errand.LatestAfter), () => effect((_, _) => { }));
                return;
            }

            if (failsBefore)
            {
                Answer(default, errand.Fault!("the request was lost"), lost: true);
                return;
            }

            effect((value, fault) => Answer(value, fails ? errand.Fault!("the answer was lost") : fault, fails));
        });
        return done.Task;

        void Answer(T? value, Exception? fault, bool lost)
        {
            if (life.IsOver) return;
            if (fate is CrashPoint.After)
            {
                world.Kill(life, $"after {errand.To} {what}");
                return;
            }

            if (world.Trace.IsOn) world.Trace.Say($"server {life.Number}", $"{errand.To} {what}: {(fault is null ? Words(value) : fault.Message)}");
            world.Pump.After(lost ? dice.Between(TimeSpan.Zero, LossShowsAfterMax) : Travel(errand), life, () =>
            {
                cancelled.Dispose();
                if (fault is null) done.TrySetResult(value!);
                else done.TrySetException(fault);
            });
        }
    }

    private static string Words(object? value) => value switch
    {
        System.Collections.IEnumerable many and not string => "[" + string.Join(", ", many.Cast<object>()) + "]",
        AgentAnswer answer => $"mark {answer.Mark} {answer.State.Phase} step {answer.State.Progress?.Step} log {answer.State.LogLength} checkpoints {answer.State.Checkpoints.Length}",
        LogPiece piece => $"{piece.Bytes.Length} bytes{(piece.AtEnd ? ", the last" : "")}",
        _ => value?.ToString() ?? "nothing",
    };

    private TimeSpan Travel(Errand errand)
    {
        var isSlow = world.IsStormy && dice.Chance(errand.Slow.Share);
        return dice.Between(errand.Travel.Min, isSlow ? errand.Slow.Max : errand.Travel.Max);
    }
}
