using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Planning;
using Haggle.Core.Units;

namespace Haggle.Core.Economics.Training;

/// <summary>What a training costs beside and within the law of <see cref="PricedKind"/>: its parts, storage and egress, and what is left of one that was forecast.</summary>
internal static class TrainingPrice
{
    private const double MonthHours = 730;

    /// <summary>What the expected cost is made of; adds up to it.</summary>
    public static ImmutableArray<CostPart> Parts(PricedKind kind, Quote quote)
    {
        var each = kind.Times.Expected;
        var parts = ImmutableArray.CreateBuilder<CostPart>();
        var left = kind.Machines(quote);
        Add("training", each.Work);
        Add("start-up", each.StartUp);
        Add("data to the machine", each.Staging);
        Add("checkpoints", each.Checkpoints);
        Add("lost work and restarts", each.Lost);
        if (left != Money.Zero) parts.Add(new CostPart("rounding up to what is billed", left, null));
        if (kind.Side.StoragePerHour > HourlyRate.Free) parts.Add(new CostPart("storage", kind.Side.StoragePerHour * Time(each.Wall), null));
        if (kind.Side.Egress > Money.Zero) parts.Add(new CostPart("data that leaves the cloud", kind.Side.Egress, null));
        return parts.ToImmutable();

        void Add(string name, double hours)
        {
            if (hours <= 0) return;
            var cost = Money.Min(left, quote.Rate * Time(hours) * kind.Nodes);
            left -= cost;
            parts.Add(new CostPart(name, cost, Time(hours)));
        }
    }

    /// <summary>The same law for what is left of a job that was forecast.</summary>
    public static Money Left(Forecast forecast, Quote quote, int nodes, double share)
    {
        var rule = quote.Offer.Billing;
        var billed = rule.Billed(forecast.Up * share) + (forecast.Reclaims * share * PricedKind.ExpectedShare * rule.Increment);
        return (quote.Rate * billed * nodes) + (forecast.StoragePerHour * (forecast.Time * share)) + forecast.Egress;
    }

    public static TimeSpan Time(double hours) => TimeSpan.FromTicks((long)Math.Ceiling(hours * TimeSpan.TicksPerHour));

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
