using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Planning;
using Haggle.Core.Units;

namespace Haggle.Core.Economics.Training;

/// <summary>
/// What times cost at an offer's price. The law: the hours that a machine is up, counted by the offer's billing rule, and half an increment more for each
/// restart (a machine that is taken back was last billed somewhere within one; none in the good case, a whole one in the bad), times the rate,
/// times the machines; and storage for as long as the run takes, and what leaves the provider. More time or a higher price never costs less.
/// </summary>
internal static class TrainingPrice
{
    private const double MonthHours = 730;

    /// <summary>The share of an increment that each restart adds, in the good, the expected and the bad case.</summary>
    private const double LowShare = 0;
    private const double ExpectedShare = 0.5;
    private const double HighShare = 1;

    public static Money Expected(TrainingTimes times, Quote quote, TrainingTask task, Side side) => Total(times.Expected, ExpectedShare, quote, task, side);

    public static Money High(TrainingTimes times, Quote quote, TrainingTask task, Side side) => Total(times.High, HighShare, quote, task, side);

    public static Spread<Money> All(TrainingTimes times, Quote quote, TrainingTask task, Side side) =>
        new(Total(times.Low, LowShare, quote, task, side), Expected(times, quote, task, side), High(times, quote, task, side));

    public static ImmutableArray<CostPart> Parts(TrainingTimes times, Quote quote, TrainingTask task, Side side)
    {
        var each = times.Expected;
        var parts = ImmutableArray.CreateBuilder<CostPart>();
        var machines = Rent(each, ExpectedShare, quote, task);
        var left = machines;
        Add("training", each.Work);
        Add("start-up", each.StartUp);
        Add("data to the machine", each.Staging);
        Add("checkpoints", each.Checkpoints);
        Add("lost work and restarts", each.Lost);
        if (left != Money.Zero) parts.Add(new CostPart("rounding up to what is billed", left, null));
        if (side.StoragePerHour > HourlyRate.Free) parts.Add(new CostPart("storage", side.StoragePerHour * Time(each.Wall), null));
        if (side.Egress > Money.Zero) parts.Add(new CostPart("data that leaves the cloud", side.Egress, null));
        return parts.ToImmutable();

        void Add(string name, double hours)
        {
            if (hours <= 0) return;
            var cost = Money.Min(left, quote.Rate * Time(hours) * task.Nodes);
            left -= cost;
            parts.Add(new CostPart(name, cost, Time(hours)));
        }
    }

    /// <summary>The same law for what is left of a job that was forecast.</summary>
    public static Money Left(Forecast forecast, Quote quote, int nodes, double share)
    {
        var rule = quote.Offer.Billing;
        var billed = rule.Billed(forecast.Up * share) + (forecast.Reclaims * share * ExpectedShare * rule.Increment);
        return (quote.Rate * billed * nodes) + (forecast.StoragePerHour * (forecast.Time * share)) + forecast.Egress;
    }

    public static TimeSpan Time(double hours) => TimeSpan.FromTicks((long)Math.Ceiling(hours * TimeSpan.TicksPerHour));

    private static Money Total(TrainingTimes.Case times, double share, Quote quote, TrainingTask task, Side side) =>
        Rent(times, share, quote, task) + (side.StoragePerHour * Time(times.Wall)) + side.Egress;

    private static Money Rent(TrainingTimes.Case times, double share, Quote quote, TrainingTask task)
    {
        var rule = quote.Offer.Billing;
        var billed = rule.Billed(Time(times.Up)) + (times.Reclaims * share * rule.Increment);
        return quote.Rate * billed * task.Nodes;
    }

    /// <summary>What does not follow the machines' rate.</summary>
    /// <param name="StoragePerHour">Disks of all machines.</param>
    /// <param name="Egress">What leaves the provider, and what leaves the input's.</param>
    public readonly record struct Side(HourlyRate StoragePerHour, Money Egress)
    {
        public static Side Of(TrainingTask task, Offer offer, ProviderTerms? terms, TrainingAssumptions assumed)
        {
            var isOwn = offer.Purchase is Purchase.Owned or Purchase.FreeTier;
            var gb = task.StagedGb + assumed.StorageGb;
            var hasDisk = offer.Facts is { LocalDisk.Mib: > 0 and var mib } && mib >= gb * 1e9 / (1 << 20);
            var month = terms?.StorageRunning ?? assumed.StoragePerGbMonth;
            var storage = isOwn || hasDisk ? HourlyRate.Free : new HourlyRate(Part(month, gb / MonthHours * task.Nodes));
            var egress = isOwn ? Money.Zero : Part(terms?.Egress ?? assumed.EgressPerGb, task.OutputsGb);
            if (task.InputsAt.Length > 0 && task.InputsAt != offer.Provider.Value) egress += Part(assumed.EgressPerGb, task.InputsGb ?? 0);
            return new Side(storage, egress);
        }

        private static Money Part(Money each, double times) => new((long)Math.Round(each.NanoUsd * times));
    }
}
