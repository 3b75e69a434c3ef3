using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.Time;

namespace Haggle.Simulation.World;

/// <summary>The people who submit jobs and stop them. A client that gets no answer asks again, under the same name.</summary>
internal sealed class Users(SimWorld world, Dice dice)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(20);

    public void Plan(Submission submission)
    {
        world.Pump.At(submission.At, null, () => Insist(
            $"submits {submission.Key}",
            server => server.Engine.SubmitAsync(submission.Key, submission.Job, new RunSource("task.yaml", "run: train", [], "user", ""), CancellationToken.None),
            twice: dice.Chance(0.2)));
        if (submission.Stop is not { } stop) return;
        world.Pump.At(submission.At + stop.After, null, () => Insist(
            $"stops {submission.Key} {stop.Wish}",
            server => submission.Run is { } run ? server.Engine.StopAsync(run, stop.Wish, CancellationToken.None) : Task.FromException<Run?>(new StoreException("not there yet", true)),
            twice: dice.Chance(0.2)));
    }

    private void Insist<T>(string what, Func<SimServer, Task<T>> ask, bool twice)
    {
        if (world.Server is not { } server)
        {
            world.Pump.After(AskAgainAfter, () => Insist(what, ask, twice));
            return;
        }

        world.Trace.Say("user", what);
        var answer = ask(server);
        world.Pump.After(AskAgainAfter, () =>
        {
            if (!answer.IsCompleted && !server.Life.IsOver) world.Pump.After(AskAgainAfter, () => Again(answer));
            else Again(answer);
        });

        void Again(Task<T> asked)
        {
            if (!asked.IsCompletedSuccessfully) Insist(what, ask, twice);
            else if (twice) Insist(what, ask, twice: false);
        }
    }
}
