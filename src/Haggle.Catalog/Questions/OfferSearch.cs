using Haggle.Catalog.Store;
using Haggle.Core.Market;

namespace Haggle.Catalog.Questions;

/// <summary>
/// Answers questions from a catalogue. Plain loops and arrays throughout: a cold command line pays for every generic method over a type of its own that
/// must be compiled first, and the whole answer takes less than that.
/// </summary>
public static class OfferSearch
{
    /// <summary>Answers a question.</summary>
    /// <exception cref="InvalidDataException">The catalogue is damaged.</exception>
    public static OfferAnswer Ask(MarketFile file, OfferQuestion question, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(question);
        var filter = new OfferFilter(question, file, file.StringCount, now);
        var removed = new int[OfferFilter.Count + 1];
        var best = new FoundOffer?[file.StringCount];
        var found = new List<FoundOffer>();
        var read = new byte[]?[file.Blocks];
        var (looked, fitting) = (0, 0);
        for (var block = 0; block < file.Blocks; block++)
        {
            var model = AcceleratorTable.Find(file.Accelerator(block));
            if (WishedCount(question, model) is not { } count) continue;
            var rows = read[block] = file.Rows(block, history: false);
            for (var i = 0; i < file.Count(block, history: false); i++)
            {
                var row = MarketFile.Row(rows, i);
                if (row.IsClosed) continue;
                looked++;
                var miss = filter.FirstMiss(row, count, model);
                if (miss >= 0)
                {
                    removed[miss]++;
                    continue;
                }

                fitting++;
                var rank = Rank(row, model, question.Order);
                if (question.All) found.Add(FoundOffer.Of(file, row, model, rank));
                else if (best[row.Provider] is not { } known || rank < known.Rank) best[row.Provider] = FoundOffer.Of(file, row, model, rank);
            }
        }

        foreach (var offer in best)
            if (offer is not null) found.Add(offer);
        found.Sort(Compare);
        if (found.Count > question.Limit) found.RemoveRange(question.Limit, found.Count - question.Limit);
        OtherPrices.Complete(file, read, found);
        return new OfferAnswer(found, fitting, looked, Reasons(filter, removed));
    }

    /// <summary>Every price that is known of an offer, today's first, then its history; none when there is no such offer.</summary>
    /// <param name="file">The catalogue.</param>
    /// <param name="id">The key, or the digits that stand for it in tables.</param>
    public static IReadOnlyList<FoundOffer> Show(MarketFile file, string id)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(id);
        var isKey = id.Contains('/', StringComparison.Ordinal);
        var hash = OfferKeys.Hash(id);
        var found = new List<FoundOffer>();
        for (var block = 0; block < file.Blocks; block++)
        {
            for (var age = 0; age < 2; age++)
            {
                var rows = file.Rows(block, history: age == 1);
                for (var i = 0; i < file.Count(block, history: age == 1); i++)
                {
                    var row = MarketFile.Row(rows, i);
                    if (isKey ? row.Key == hash : OfferKeys.Short(row.Key).StartsWith(id, StringComparison.OrdinalIgnoreCase)) found.Add(FoundOffer.Of(file, row, AcceleratorTable.Find(file.Accelerator(block)), 0));
                }
            }
        }

        found.Sort(static (left, right) => left.IsHistory != right.IsHistory ? left.IsHistory.CompareTo(right.IsHistory) : right.AsOf.CompareTo(left.AsOf));
        return found;
    }

    // How many accelerators a machine of this model must have: 0 for any number, null when the model is not asked for.
    private static double? WishedCount(OfferQuestion question, AcceleratorModel? model)
    {
        if (model is null) return null;
        if (question.Accelerators.Count == 0) return 0;
        foreach (var wish in question.Accelerators)
            if (wish.Means(model)) return wish.Count;
        return null;
    }

    private static double Rank(MarketRow row, AcceleratorModel? model, OfferOrder order)
    {
        var hourly = (double)row.HourlyNanoUsd;
        if (order == OfferOrder.Price || model is null) return hourly;
        var each = order switch
        {
            OfferOrder.PerFp32 => model.Fp32?.Value,
            OfferOrder.PerTensor => model.Tensor16?.Value,
            OfferOrder.PerGb => model.MemoryGb.Value,
            OfferOrder.PerBandwidth => model.Bandwidth?.Value,
            _ => 1,
        };
        return each is { } figure && row.Count > 0 ? hourly / (row.Count * figure) : double.PositiveInfinity;
    }

    private static int Compare(FoundOffer left, FoundOffer right)
    {
        if (ReferenceEquals(left, right)) return 0;
        var byRank = left.Rank.CompareTo(right.Rank);
        if (byRank != 0) return byRank;
        var byPrice = left.HourlyNanoUsd.CompareTo(right.HourlyNanoUsd);
        return byPrice != 0 ? byPrice : string.CompareOrdinal(left.Key, right.Key);
    }

    private static List<RemovedOffers> Reasons(OfferFilter filter, int[] removed)
    {
        var reasons = new List<RemovedOffers>();
        for (var i = 0; i < removed.Length; i++)
            if (removed[i] > 0) reasons.Add(new RemovedOffers(removed[i], filter.Why(i)));
        return reasons;
    }
}
