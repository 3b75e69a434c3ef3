using Haggle.Cli.Commands;
using Haggle.Cli.Rest;
using Haggle.Core.Units;

namespace Haggle.Cli.Comparing;

/// <summary>Runs as results: what their programs took, and what they cost by the ledger.</summary>
internal static class RunResults
{
    /// <exception cref="CliException">There is no such run, or it has not worked yet.</exception>
    public static async Task<Measured> ReadAsync(HaggleClient client, string text, CancellationToken cancellationToken)
    {
        var run = await RunArgument.FindAsync(client, text, cancellationToken).ConfigureAwait(false);
        var bill = await client.BillAsync(run.Id, cancellationToken).ConfigureAwait(false);
        if (bill.ProgramSeconds <= 0) throw CliException.BadInput($"run {run.Id} ({run.Name}) has not worked yet, so there is nothing to compare");
        var last = bill.Lines.LastOrDefault(line => line.BilledSeconds > 0);
        return new Measured
        {
            Task = run.Name,
            Offer = $"run {run.Id}: {(last?.Offer is { Length: > 0 } offer ? offer : run.Offer)}",
            Nodes = run.Nodes,
            Seconds = bill.ProgramSeconds,
            StatedCost = new Money(bill.TotalNanoUsd),
            ExcludedSeconds = Math.Max(0, bill.Lines.Where(line => line.Rank == 0).Sum(line => line.BilledSeconds) - bill.ProgramSeconds),
            IsRehearsed = run.Rehearsal is not null,
            At = run.SubmittedAt,
            Source = "the ledger",
        };
    }
}
