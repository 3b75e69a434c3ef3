using System.Globalization;
using Haggle.Catalog.Questions;
using Haggle.Catalog.Store;
using Haggle.Cli.Rest;
using Haggle.Core.Market;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Owning;

/// <summary>Asks the server what was run and translates it into hours of the own machine, machine by machine: a faster card's hour is more than one.</summary>
internal sealed class LedgerReader(HaggleClient client, MarketFile market, OwnMachineSpeed speed)
{
    /// <summary>More runs than that say nothing new about a week.</summary>
    private const int RunsMost = 1000;

    private readonly SortedDictionary<string, int> _leftOut = new(StringComparer.Ordinal);

    private readonly Dictionary<string, (AcceleratorModel Model, double Count)?> _known = new(StringComparer.Ordinal);

    /// <exception cref="CliException">Nothing was run that an own machine could have done.</exception>
    public async Task<LedgerWork> ReadAsync(CancellationToken cancellationToken)
    {
        var list = await client.RunsAsync(all: true, RunsMost, cancellationToken).ConfigureAwait(false);
        var (runs, rented, own, paid) = (0, 0.0, 0.0, 0L);
        DateTimeOffset? first = null;
        foreach (var run in list.Runs)
        {
            if (run.Rehearsal is not null)
            {
                LeaveOut("rehearsals, owed to nobody");
                continue;
            }

            var bill = await client.BillAsync(run.Id, cancellationToken).ConfigureAwait(false);
            var counts = false;
            foreach (var line in bill.Lines)
            {
                if (line.From is not { } from || Hours(line) is not { } hours) continue;
                counts = true;
                rented += line.BilledSeconds / 3600;
                own += hours;
                paid = checked(paid + line.CostNanoUsd);
                if (!(first <= from)) first = from;
            }

            if (counts) runs++;
        }

        if (list.HasMore) LeaveOut("older runs than the newest 1,000");
        if (first is not { } begun) throw CliException.BadInput("the ledger holds nothing that an own machine could have done instead" + Why(), "Say how much it would work: --hours-per-week 40");
        return new LedgerWork(runs, [.. _leftOut.Select(each => $"{each.Value.ToString(CultureInfo.InvariantCulture)} x {each.Key}")], begun, list.Now, rented, own, paid);
    }

    private double? Hours(BillLineMessage line)
    {
        if (line.BilledSeconds <= 0) return null;
        if (!_known.TryGetValue(line.Offer, out var machine)) _known[line.Offer] = machine = Find(line.Offer);
        if (machine is not { } found) LeaveOut("a machine without accelerator, or of an offer that the catalogue no longer knows");
        else if (speed.Of(found.Model, found.Count) is { } relative) return line.BilledSeconds / 3600 * relative;
        else LeaveOut($"{found.Model.Name}, of which too little is published");
        return null;
    }

    private (AcceleratorModel, double)? Find(string key)
    {
        foreach (var offer in OfferSearch.Show(market, key))
            if (offer.Accelerator is { } model && offer.Count > 0) return (model, offer.Count);
        return null;
    }

    private void LeaveOut(string why) => _leftOut[why] = _leftOut.GetValueOrDefault(why) + 1;

    private string Why() => _leftOut.Count == 0 ? "" : " (" + string.Join(", ", _leftOut.Keys) + ")";
}
