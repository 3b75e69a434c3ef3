using Haggle.Cli.Home;
using Haggle.Core.Economics.Speed;
using Haggle.Core.Economics.Training;
using Haggle.Core.Tasks;

namespace Haggle.Cli.Planning;

/// <summary>What earlier runs of the same name say of a task's speed. Only a server that is up is asked: a plan waits for nobody to start.</summary>
internal static class LedgerSpeeds
{
    /// <summary>So many of the newest runs are looked at.</summary>
    private const int LookBack = 200;

    /// <summary>Speeds by offer, the newest run of each; and what the user should know when nobody could be asked, "" otherwise.</summary>
    /// <param name="world">The world.</param>
    /// <param name="spec">The task.</param>
    /// <param name="work">Its work.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task<(IReadOnlyList<SpeedMeasurement> Speeds, string Note)> FindAsync(World world, TaskSpec spec, TrainingWork work, CancellationToken cancellationToken)
    {
        if (spec.Name is not { Length: > 0 } name) return ([], "");
        if (!MayAsk(world)) return ([], File.Exists(Path.Combine(world.StateFolder.Path, "haggle.db")) ? "earlier runs were not looked at, because the server sleeps: haggle server start wakes it" : "");
        using var client = await ServerDoor.OpenAsync(world, mayStart: false, cancellationToken).ConfigureAwait(false);
        var list = await client.RunsAsync(all: true, LookBack, cancellationToken).ConfigureAwait(false);
        var speeds = new List<SpeedMeasurement>();
        foreach (var run in list.Runs.Where(run => run.Name == name && run.Outcome == "succeeded" && run.Rehearsal is null).DistinctBy(run => (run.Offer, run.Nodes)))
        {
            var bill = await client.BillAsync(run.Id, cancellationToken).ConfigureAwait(false);
            if (EarlierRuns.Of(run, bill, KnownOffers.Find(world, run.Offer)) is { } whole)
                speeds.Add(whole with { UnitsPerSecond = whole.UnitsPerSecond * work.Amount, Source = whole.Source + " of the same name" });
        }

        return (speeds, "");
    }

    private static bool MayAsk(World world) => (world.ServerAddress ?? world.Variable("HAGGLE_SERVER")) is not null || ServerDoor.IsAnswering(world.StateFolder.SocketPath);
}
