using Haggle.Cli.Commands;
using Haggle.Core.Economics.Speed;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Planning;

/// <summary>The speed of an earlier run, from its bill: one run in the time that its program ran, without what had to be done again.</summary>
internal static class EarlierRuns
{
    /// <returns>Null when the run tells no speed: it is not over, or ran on a machine without a known accelerator.</returns>
    public static async Task<SpeedMeasurement?> FindAsync(World world, string run, CancellationToken cancellationToken)
    {
        using var client = await world.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var found = await RunArgument.FindAsync(client, run, cancellationToken).ConfigureAwait(false);
        var bill = await client.BillAsync(found.Id, cancellationToken).ConfigureAwait(false);
        return Of(found, bill, KnownOffers.Find(world, found.Offer));
    }

    internal static SpeedMeasurement? Of(RunMessage run, BillMessage bill, KnownOffer? offer)
    {
        var seconds = bill.ProgramSeconds - (bill.RepeatedSeconds ?? 0);

        // A rehearsal's time is made faster here: it says nothing of the machine that it pretends.
        if (offer is null || run.Outcome != "succeeded" || run.Rehearsal is not null || !(seconds > 0)) return null;
        return new SpeedMeasurement { Offer = run.Offer, Card = offer.Accelerator, Count = offer.Count, Nodes = run.Nodes, UnitsPerSecond = 1 / seconds, Source = $"run {run.Id}" };
    }
}
